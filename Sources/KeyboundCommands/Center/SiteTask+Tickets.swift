import CenterProtocol
import CommandLineFront
import LicenseBinding
import VerdictText

extension SiteTask {
    /// What a ticket of this site has come to, for people and for scripts.
    struct Decision {
        let answer: TicketAnswer
        /// By which the request is known, until this was shown.
        let name: String
        /// The PIN that was given, which is shown once.
        let pin: String?
        let place: LicenseGrant.Place?

        var json: JSONObject {
            JSONObject([
                "number": .integer(answer.number), "state": .string(answer.state.rawValue),
                "comment": answer.comment.map { .string($0) }, "pin": pin.map { .string($0) },
            ]).adding(place?.json ?? JSONObject())
        }
    }

    /// Takes what was decided of tickets that this site waits for; those of others are none of its business.
    func take(_ answers: [TicketAnswer]) throws -> [Decision] {
        let requests = SiteRequests(in: site.store)
        return try answers.filter { $0.state != .open }.compactMap { answer in
            guard let waiting = requests.waiting(for: answer.request.description),
                waiting.path == CenterPath.tickets
            else { return nil }
            return try decision(answer, waiting)
        }
    }

    private func decision(
        _ answer: TicketAnswer, _ waiting: SiteRequests.Waiting
    ) throws -> Decision {
        guard let sealed = answer.sealed else {
            if answer.state == .approved { Licensees(in: site.store).transfer(waiting.request) }
            return Decision(answer: answer, name: waiting.name, pin: nil, place: nil)
        }
        guard
            let content = sealed.opened(by: try ReplyKey.key(of: site.store), for: answer.request)
        else {
            throw CommandFailure(
                "the PIN that the publisher has given was sealed for another store, or its reply.key is gone: ask again"
            )
        }
        let place = try parsed { () throws(Defect) in try LicenseGrant.Place(content) }
        let pin = try parsed { () throws(Defect) in try content.text("pin") }
        let licensee = try parsed { () throws(Defect) in
            try content.optional("licensee", LicenseeData.init)
        }
        if let licensee {
            Licensees(in: site.store).remember(licensee, of: place.registration)
        }
        // What is no PIN stands in no ledger.
        if let digits = try? PIN(pin) { PINLedger(in: site.store).got(digits, place) }
        return Decision(answer: answer, name: waiting.name, pin: pin, place: place)
    }

    /// What was shown is not waited for any more.
    func settle(_ decisions: [Decision]) {
        let requests = SiteRequests(in: site.store)
        for decision in decisions { requests.end(decision.name) }
    }

    /// Tells people what was decided.
    func tell(_ decisions: [Decision]) {
        for decision in decisions {
            let answer = decision.answer
            switch answer.state {
            case .approved: Console.print("Request \(answer.number): " + Tone.good("approved"))
            case .refused: Console.print("Request \(answer.number): " + Tone.bad("refused"))
            case .open:
                Console.print("Request \(answer.number) waits for the publisher's decision.")
            }
            if let comment = answer.comment { Console.print(comment.printable) }
            if let pin = decision.pin, let place = decision.place {
                Console.print(
                    "The PIN \(place.position.rawValue) of the workplace \(place.workplace), which is shown once: "
                        + pin.printable)
            }
        }
    }

    /// Takes the answer to a ticket itself.
    func finish(ticket body: [UInt8]) throws {
        let answer = try parsed { () throws(Defect) in try TicketAnswer(parsing: body) }
        let decisions = try take([answer])
        let told =
            decisions.isEmpty
            ? [Decision(answer: answer, name: "", pin: nil, place: nil)] : decisions
        guard !output.json else {
            Console.print(JSONObject(["tickets": .array(told.map { .object($0.json) })]))
            return settle(decisions)
        }
        tell(told)
        settle(decisions)
        if answer.state == .open {
            Console.print(
                "The answer comes with the next contact with the center, or when the same is asked again."
            )
        }
    }
}
