import CenterProtocol
import FoundationEssentials
import GRDB
import LicenseBinding
import LicensingCenter

// The queue.
extension DatabaseTransaction {
    func add(_ ticket: Ticket) throws {
        try run(
            """
            INSERT INTO ticket (number, request, body, kit, kind, workplace, computer, reason, contact,
                newLicensee, replyTo, created, state, decidedBy, decided, comment, sealed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                ticket.number, ticket.request.description, ticket.body.data,
                ticket.registration.description,
                ticket.kind.rawValue, ticket.workplace, ticket.computer, ticket.reason,
                ticket.contact, ticket.newLicensee?.json.text, ticket.replyTo.data,
                ticket.created.seconds, ticket.state.rawValue, ticket.decidedBy,
                ticket.decided?.seconds, ticket.comment, ticket.sealed?.json.text,
            ])
    }

    func update(_ ticket: Ticket) throws {
        try run(
            """
            UPDATE ticket SET state = ?, decidedBy = ?, decided = ?, comment = ?, sealed = ?
            WHERE number = ?
            """,
            [
                ticket.state.rawValue, ticket.decidedBy, ticket.decided?.seconds, ticket.comment,
                ticket.sealed?.json.text, ticket.number,
            ])
    }

    func ticket(_ number: Int64) throws -> Ticket? {
        try row("SELECT * FROM ticket WHERE number = ?", [number]).map { try Ticket($0) }
    }

    func ticket(of request: RequestID) throws -> Ticket? {
        try row("SELECT * FROM ticket WHERE request = ?", [request.description])
            .map { try Ticket($0) }
    }

    func lastTicket() throws -> Int64 {
        try row("SELECT max(number) AS number FROM ticket", [])?["number"] ?? 0
    }

    func tickets(_ state: TicketAnswer.State?) throws -> [Ticket] {
        let found =
            if let state {
                try rows("SELECT * FROM ticket WHERE state = ? ORDER BY number", [state.rawValue])
            } else {
                try rows("SELECT * FROM ticket ORDER BY number")
            }
        return try found.map { try Ticket($0) }
    }

    func tickets(of kit: RegistrationNumber) throws -> [Ticket] {
        try rows("SELECT * FROM ticket WHERE kit = ? ORDER BY number", [kit.description])
            .map { try Ticket($0) }
    }
}

// Who decides.
extension DatabaseTransaction {
    func add(_ operator: Operator, tokenHash: [UInt8]) throws {
        try run(
            "INSERT INTO operator (name, tokenHash, role, created) VALUES (?, ?, ?, ?)",
            [
                `operator`.name, tokenHash.data, `operator`.role.rawValue,
                `operator`.created.seconds,
            ])
    }

    func remove(operator name: String) throws {
        try run("DELETE FROM operator WHERE name = ?", [name])
    }

    func operators() throws -> [Operator] {
        try rows("SELECT name, role, created FROM operator ORDER BY name").map { try Operator($0) }
    }

    func `operator`(tokenHash: [UInt8]) throws -> Operator? {
        try row(
            "SELECT name, role, created FROM operator WHERE tokenHash = ?", [tokenHash.data]
        ).map { try Operator($0) }
    }
}

extension Operator {
    fileprivate init(_ row: Row) throws {
        self.init(
            name: row["name"], role: try row.parsed("role") { Role(rawValue: $0) },
            created: row.date("created"))
    }
}

extension Ticket {
    fileprivate init(_ row: Row) throws {
        func object<Value>(
            _ column: String, _ parse: (Claims) throws -> Value
        ) throws -> Value? {
            let text: String? = row[column]
            return try text.map { try parse(Claims(parsing: Array($0.utf8))) }
        }
        self.init(
            number: row["number"], request: try row.parsed("request") { RequestID($0) },
            body: row.bytes("body"),
            registration: try row.parsed("kit") { RegistrationNumber($0) },
            kind: try row.parsed("kind") { TicketRequest.Kind(rawValue: $0) },
            workplace: row["workplace"], computer: row["computer"], reason: row["reason"],
            contact: row["contact"],
            newLicensee: try object("newLicensee") { try LicenseeData($0) },
            replyTo: row.bytes("replyTo"), created: row.date("created"))
        state = try row.parsed("state") { TicketAnswer.State(rawValue: $0) }
        decidedBy = row["decidedBy"]
        let seconds: Int64? = row["decided"]
        decided = seconds.map { Date(timeIntervalSince1970: TimeInterval($0)) }
        comment = row["comment"]
        sealed = try object("sealed") { try SealedReply($0) }
    }
}
