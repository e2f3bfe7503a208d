package import CenterProtocol
import FoundationEssentials
import LicenseBinding

extension Center {
    /// How many open tickets a kit may have, so that a stranger who knows its number fills nothing.
    private static let mostOpen = 5
    /// For how long a decided ticket is told with every answer.
    static let remembered: TimeInterval = 90 * .day

    /// Takes a ticket: decides it by the kit's rule, or puts it into the queue. The same request has the same ticket.
    package func ask(_ request: TicketRequest) async throws -> TicketAnswer {
        let time = clock()
        let body = secrets.hash(ofRequest: request.json)
        return try await storage.write { [self] transaction in
            if let known = try transaction.ticket(of: request.head.id) {
                guard known.body.isEqualInConstantTime(to: body) else {
                    throw CenterRefusal.requestReused
                }
                return known.answer
            }
            guard try transaction.restored() == nil else { throw CenterRefusal.restored }
            let work = CenterWork(center: self, transaction: transaction, time: time)
            return try work.ticket(request, body, atMost: Self.mostOpen).answer
        }
    }

    package func tickets(_ state: TicketAnswer.State?) async throws -> [Ticket] {
        try await storage.read { try $0.tickets(state) }
    }

    package func ticket(_ number: Int64) async throws -> Ticket {
        try await storage.read { transaction in
            guard let ticket = try transaction.ticket(number) else {
                throw OfficeRefusal.ticketUnknown(number)
            }
            return ticket
        }
    }

    /// Gives what a ticket asks for.
    /// - Parameter workplace: for whom the PIN is, where the ticket names none.
    @discardableResult
    package func approve(
        _ number: Int64, workplace: Int? = nil, comment: String?, by actor: String
    ) async throws -> Ticket {
        try await decide(number, by: actor) { work, ticket in
            ticket.comment = comment
            switch ticket.kind {
            case .transfer: try work.transfer(ticket)
            case .additionalPIN, .help: try work.give(to: &ticket, workplace: workplace)
            }
            ticket.state = .approved
        }
    }

    @discardableResult
    package func refuse(
        _ number: Int64, comment: String?, by actor: String
    ) async throws -> Ticket {
        try await decide(number, by: actor) { _, ticket in
            (ticket.comment, ticket.state) = (comment, .refused)
        }
    }

    private func decide(
        _ number: Int64, by actor: String,
        _ decision: @escaping @Sendable (CenterWork, inout Ticket) throws -> Void
    ) async throws -> Ticket {
        try await office { work in
            guard var ticket = try work.transaction.ticket(number) else {
                throw OfficeRefusal.ticketUnknown(number)
            }
            guard ticket.state == .open else { throw OfficeRefusal.ticketDecided(number) }
            try decision(work, &ticket)
            (ticket.decided, ticket.decidedBy) = (work.time, actor)
            try work.transaction.update(ticket)
            try work.noteDecision(on: ticket)
            return ticket
        }
    }
}

extension CenterWork {
    /// A new ticket, decided where the kit's rule does.
    func ticket(_ request: TicketRequest, _ body: [UInt8], atMost most: Int) throws -> Ticket {
        let (registration, workplace) = try subject(of: request)
        let known = try transaction.tickets(of: registration)
        let byRule = known.count { $0.decidedBy == Self.rule && $0.created > time - .year }
        let kit = try transaction.kit(registration)
        let isByRule =
            request.kind == .additionalPIN && byRule < (kit?.rule.additionalPINsPerYear ?? 0)
        // What a stranger may ask stands in nobody's way.
        let open = known.count {
            $0.state == .open && ($0.kind == .help) == (request.kind == .help)
        }
        guard isByRule || open < most else { throw CenterRefusal.tooManyTickets(most) }
        var ticket = Ticket(
            number: try transaction.lastTicket() + 1, request: request.head.id, body: body,
            registration: registration, kind: request.kind, workplace: workplace,
            computer: request.head.computer, reason: request.reason, contact: request.contact,
            newLicensee: request.newLicensee, replyTo: request.replyTo, created: time)
        try note(
            "ticket.opened",
            JSONObject([
                "ticket": .integer(ticket.number),
                "registration": .string(registration.description),
                "kind": .string(ticket.kind.rawValue),
                "request": .string(request.head.id.description),
                "computer": .string(request.head.computer),
            ]))
        if isByRule {
            try give(to: &ticket, workplace: nil)
            (ticket.state, ticket.decidedBy, ticket.decided) = (.approved, Self.rule, time)
            try noteDecision(on: ticket)
        }
        try transaction.add(ticket)
        return ticket
    }

    fileprivate func noteDecision(on ticket: Ticket) throws {
        try note(
            "ticket.\(ticket.state.rawValue)",
            JSONObject([
                "ticket": .integer(ticket.number),
                "registration": .string(ticket.registration.description),
                "kind": .string(ticket.kind.rawValue),
                "by": ticket.decidedBy.map { .string($0) },
            ]))
    }

    /// No operator has such a name.
    private static let rule = "the kit's rule"

    /// The kit and the workplace that a ticket is for. Who has no PIN may say nothing of the kit but its number, and
    /// hears nothing of it either.
    private func subject(
        of request: TicketRequest
    ) throws -> (registration: RegistrationNumber, workplace: Int?) {
        guard request.kind != .help, let pin = request.pin, let licensee = request.licensee else {
            guard try transaction.kit(request.head.registration) != nil else {
                throw CenterRefusal.kitUnknown
            }
            return (request.head.registration, nil)
        }
        let known = try known(pin, of: request.head.registration)
        guard known.record.state != .canceled else { throw CenterRefusal.pinCanceled }
        _ = try check(licensee, of: known.kit)
        return (known.kit.registration, known.record.workplace)
    }

    /// Makes one more PIN for a workplace, and seals it to whoever has asked, with whom the kit was sold to.
    func give(to ticket: inout Ticket, workplace named: Int?) throws {
        guard let kit = try transaction.kit(ticket.registration) else {
            throw OfficeRefusal.kitUnknown(ticket.registration)
        }
        guard let workplace = named ?? ticket.workplace, 1...kit.workplaces ~= workplace else {
            throw OfficeRefusal.workplaceNeeded(kit.workplaces)
        }
        let pins = try transaction.pins(of: kit.registration, workplace: workplace)
        let position = PINPosition.additional(pins.count - PINPosition.allCases.count + 1)
        var generator = SystemRandomNumberGenerator()
        let pin = PIN(kit.kind, using: &generator)
        try transaction.add(
            PINRecord(
                hash: center.secrets.hash(of: pin), kit: kit.registration, workplace: workplace,
                position: position))
        try note(
            "pin.added",
            JSONObject([
                "registration": .string(kit.registration.description),
                "workplace": .integer(Int64(workplace)), "position": .string(position.rawValue),
                "ticket": .integer(ticket.number),
            ]))
        let place = LicenseGrant.Place(
            registration: kit.registration, workplace: workplace, position: position)
        let licensee = try transaction.licensee(of: kit.registration)
        ticket.sealed = try SealedReply(
            place.json.adding(
                JSONObject([
                    "pin": .string(pin.printed), "licensee": licensee.map { .object($0.json) },
                ])), to: ticket.replyTo, for: ticket.request)
    }

    /// Makes the kit another licensee's.
    func transfer(_ ticket: Ticket) throws {
        guard let licensee = ticket.newLicensee else { return }
        try transaction.set(licensee, of: ticket.registration)
    }

    /// What was decided lately of a kit's tickets: whoever has asked learns it from any answer.
    func decided(of registration: RegistrationNumber) throws -> [TicketAnswer] {
        try transaction.tickets(of: registration)
            .filter { ($0.decided ?? .distantPast) > time - Center.remembered }.map(\.answer)
    }
}
