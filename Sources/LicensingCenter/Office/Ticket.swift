package import CenterProtocol
package import FoundationEssentials
package import LicenseBinding

/// Something that a site has asked for, and that the kit's rule or a person decides.
package struct Ticket: Hashable, Sendable {
    /// From 1, in the order in which they came.
    package let number: Int64
    package let request: RequestID
    /// The keyed hash of all that was asked.
    package let body: [UInt8]
    package let registration: RegistrationNumber
    package let kind: TicketRequest.Kind
    /// The workplace of the PIN that was named.
    package let workplace: Int?
    package let computer: String
    package let reason: String
    package let contact: String?
    /// Whose the kit is to be.
    package let newLicensee: LicenseeData?
    package let replyTo: [UInt8]
    package let created: Date
    package var state = TicketAnswer.State.open
    /// Who has decided, `rule` for the kit's rule.
    package var decidedBy: String?
    package var decided: Date?
    package var comment: String?
    /// What was given, sealed to whoever has asked.
    package var sealed: SealedReply?

    package init(
        number: Int64, request: RequestID, body: [UInt8], registration: RegistrationNumber,
        kind: TicketRequest.Kind, workplace: Int?, computer: String, reason: String,
        contact: String?, newLicensee: LicenseeData?, replyTo: [UInt8], created: Date
    ) {
        self.number = number
        self.request = request
        self.body = body
        self.registration = registration
        self.kind = kind
        self.workplace = workplace
        self.computer = computer
        self.reason = reason
        self.contact = contact
        self.newLicensee = newLicensee
        self.replyTo = replyTo
        self.created = created
    }

    package var answer: TicketAnswer {
        TicketAnswer(
            request: request, number: number, state: state, comment: comment, sealed: sealed)
    }

    package var json: JSONObject {
        JSONObject([
            "number": .integer(number), "registration": .string(registration.description),
            "kind": .string(kind.rawValue), "workplace": workplace.map { .integer(Int64($0)) },
            "computer": .string(computer), "reason": .string(reason),
            "contact": contact.map { .string($0) },
            "newLicensee": newLicensee.map { .object($0.json) },
            "created": .string(Timestamp.text(created)), "state": .string(state.rawValue),
            "decidedBy": decidedBy.map { .string($0) },
            "decided": decided.map { .string(Timestamp.text($0)) },
            "comment": comment.map { .string($0) },
        ])
    }
}
