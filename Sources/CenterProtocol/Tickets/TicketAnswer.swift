package import LicenseBinding

/// What has become of a ticket.
package struct TicketAnswer: Hashable, Sendable {
    package enum State: String, CaseIterable, Sendable {
        case open, approved, refused
    }

    /// The ID of the request.
    package let request: RequestID
    /// Its number, for people.
    package let number: Int64
    package let state: State
    /// What whoever has decided says of it.
    package let comment: String?
    /// What was given, for whoever has asked alone.
    package let sealed: SealedReply?

    package init(
        request: RequestID, number: Int64, state: State, comment: String?, sealed: SealedReply?
    ) {
        self.request = request
        self.number = number
        self.state = state
        self.comment = comment
        self.sealed = sealed
    }

    package init(parsing body: [UInt8]) throws(Defect) {
        try self.init(Claims(parsing: body))
    }

    init(_ claims: Claims) throws(Defect) {
        let id = try claims.parsed("request", as: "a request's ID") { RequestID($0) }
        request = try claims.required("request", id)
        number = try claims.required("number", claims.integer("number", in: 1...Int64.max))
        state = try claims.required("state", claims.word("state", State.self))
        comment = try claims.string("comment")
        sealed = try claims.optional("sealed", SealedReply.init)
    }

    package var json: JSONObject {
        JSONObject([
            "request": .string(request.description), "number": .integer(number),
            "state": .string(state.rawValue), "comment": comment.map { .string($0) },
            "sealed": sealed.map { .object($0.json) },
        ])
    }
}

extension TicketAnswer {
    static func all(of claims: Claims) throws(Defect) -> [TicketAnswer] {
        var tickets: [TicketAnswer] = []
        for ticket in try claims.list("tickets") ?? [] { tickets.append(try TicketAnswer(ticket)) }
        return tickets
    }

    static func json(_ tickets: [TicketAnswer]) -> JSONValue? {
        tickets.isEmpty ? nil : .array(tickets.map { .object($0.json) })
    }
}
