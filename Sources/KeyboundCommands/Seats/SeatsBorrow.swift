import AgentProtocol
import ArgumentParser
import CommandLineFront
import Foundation
import LicenseBinding
import LicenseStore
import SeatProtocol
import VerdictText

struct SeatsBorrow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "borrow",
        abstract: "Take a seat along, to work away from the network.",
        discussion: """
            The hardware key itself signs it, so that it holds here without any server until its time. Programs of \
            this user find it; root borrows for all users. Before its time: keybound seats return
            """)

    @OptionGroup var seat: SeatOptions

    @Option(
        help: ArgumentHelp(
            "For how long (3d, 12h), or until when: a day (2027-12-31, included) or an RFC 3339 time.",
            valueName: "time"))
    var until: String

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let store = try store.store()
        let now = CommandContext.current.clock()
        let seconds = try seconds(from: now.time)
        let question = seat.question()
        let name = question.lease.description
        // Kept before it is claimed: nothing is lost that cannot be given back.
        try store.keepSeat(name, file: KeptSeat(question, server: "").json.file)
        do {
            _ = try await daemon.asking("POST", AgentPath.seats, question.json, told: output)
        } catch {
            await KeptSeats(store).forget(question, daemon)
            throw error
        }
        let kept: KeptSeat
        let content: BorrowedSeat.Content
        do {
            (kept, content) = try await borrow(question, seconds, in: store)
        } catch {
            await KeptSeats(store).forget(question, daemon)
            throw error
        }
        try store.keepSeat(name, file: kept.json.file)
        // The day of the loan is certain: no clock that is set back makes it longer.
        Unrecorded.tell("the clock may be set back unnoticed") { () throws(StoreError) in
            try store.raiseClock(to: content.from, at: now)
        }
        guard !output.json else {
            return Console.print(
                JSONObject([
                    "lease": .string(name), "server": .string(kept.server),
                    "until": .string(Timestamp.text(content.until)),
                ]))
        }
        Console.print(
            "A seat of \(seat.product) is yours until \(Timestamp.text(content.until)), with or without the network."
                .printable)
        Console.print("To give it back before: keybound seats return \(name)")
    }

    private func borrow(
        _ question: LocalSeatQuestion, _ seconds: Int64, in store: LicenseStore
    ) async throws -> (KeptSeat, BorrowedSeat.Content) {
        let asked = SeatBorrowing(
            question.lease, secret: question.secret, nonce: question.nonce, seconds: seconds)
        let answer = Claims(
            try await daemon.asking(
                "POST", "\(AgentPath.seats)/\(question.lease)/borrow", asked.json, told: output))
        let chain = try SeatChainDocument(answer.required("chain", answer.claims("chain")))
        let borrow = try BorrowedSeat(answer.required("borrow", answer.claims("borrow")))
        let kept = KeptSeat(
            question, server: try answer.text("server"), borrow: borrow, license: chain.license)
        var reader = DocumentReader(trusting: store.publishers().roots)
        let license: SignedLicense
        do throws(Refusal) {
            license = try reader.license(Array(chain.license.utf8))
        } catch {
            throw CommandFailure(
                "\(kept.server) shows a license that is not believed here: \(RefusalText(error).sentence)"
            )
        }
        do throws(SeatChain.Defect) {
            return (kept, try kept.verify(of: license))
        } catch {
            throw CommandFailure("\(kept.server) shows no right signature of the license's key")
        }
    }

    private func seconds(from now: Date) throws -> Int64 {
        if let duration = Duration(text: until) { return duration.components.seconds }
        guard let end = Timestamp.end(until) else {
            throw ValidationError(
                "\(until) is neither a duration such as 3d, nor a day or an RFC 3339 time")
        }
        let seconds = Int64(end.timeIntervalSince(now))
        guard seconds > 0 else { throw ValidationError("\(until) is past") }
        return seconds
    }
}
