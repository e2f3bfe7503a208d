package import FoundationEssentials
package import LicenseBinding

/// The PINs of a kit by their places, never by their digits.
package struct PINReport: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let workplace: Int
        package let position: PINPosition
        package let state: PINState
        /// The computer that it was last used on, and since when.
        package let computer: String?
        package let since: Date?

        package init(
            workplace: Int, position: PINPosition, state: PINState, computer: String?, since: Date?
        ) {
            self.workplace = workplace
            self.position = position
            self.state = state
            self.computer = computer
            self.since = since
        }

        package var json: JSONObject {
            JSONObject([
                "workplace": .integer(Int64(workplace)), "position": .string(position.rawValue),
                "state": .string(state.rawValue), "computer": computer.map { .string($0) },
                "since": since.map { .string(Timestamp.text($0)) },
            ])
        }
    }

    package let registration: RegistrationNumber
    /// The program's name.
    package let product: String?
    package let entries: [Entry]
    /// What was decided lately.
    package let tickets: [TicketAnswer]

    package init(
        registration: RegistrationNumber, product: String? = nil, entries: [Entry],
        tickets: [TicketAnswer] = []
    ) {
        self.registration = registration
        self.product = product
        self.entries = entries
        self.tickets = tickets
    }

    package init(parsing body: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: body)
        registration = try claims.registration()
        product = try claims.string("product")
        var entries: [Entry] = []
        for pin in try claims.required("pins", claims.list("pins")) {
            let workplace = try pin.integer("workplace", in: 1...Int64(Int32.max))
            entries.append(
                Entry(
                    workplace: Int(try pin.required("workplace", workplace)),
                    position: try pin.required("position", pin.word("position", PINPosition.self)),
                    state: try pin.required("state", pin.word("state", PINState.self)),
                    computer: try pin.string("computer"),
                    since: try pin.parsed("since", as: "an RFC 3339 time") { Timestamp.date($0) }))
        }
        self.entries = entries
        tickets = try TicketAnswer.all(of: claims)
    }

    package var json: JSONObject {
        JSONObject([
            "registration": .string(registration.description),
            "product": product.map { .string($0) },
            "pins": .array(entries.map { .object($0.json) }),
            "tickets": TicketAnswer.json(tickets),
        ])
    }
}

/// What has become of a PIN.
package enum PINState: String, CaseIterable, Sendable {
    case unused, active, superseded, canceled
}
