import AgentProtocol
import ArgumentParser
import CommandLineFront
import LicenseBinding
import LicenseStore
import SeatProtocol
import VerdictText

/// What seat is meant.
struct SeatOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The product's ID, as the license has it.", valueName: "id"))
    var product: String

    @Option(help: ArgumentHelp("A feature that has seats of its own.", valueName: "name"))
    var feature: String?

    /// A question for a new seat.
    func question() -> LocalSeatQuestion {
        let context = CommandContext.current
        guard let nonce = Nonce(context.random(Nonce.count)) else {
            preconditionFailure("as many bytes as it has")
        }
        return LocalSeatQuestion(
            lease: LeaseID(random: context.random(16)), secret: context.random(SeatSecret.count),
            nonce: nonce, product: product,
            feature: feature, session: "command", isKept: true)
    }
}

struct SeatsClaim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim",
        abstract: "Take a seat and keep it, until it is released or the daemon ends.",
        discussion:
            "For a program that cannot ask itself: keybound run holds a seat for just as long as it runs."
    )

    @OptionGroup var seat: SeatOptions
    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let store = try store.store()
        let question = seat.question()
        // Kept before it is claimed: nothing is lost that cannot be given back.
        try store.keepSeat(
            question.lease.description, file: KeptSeat(question, server: "").json.file)
        let answer: LocalSeatAnswer
        do {
            answer = try LocalSeatAnswer(
                Claims(
                    try await daemon.asking("POST", AgentPath.seats, question.json, told: output)))
        } catch {
            await KeptSeats(store).forget(question, daemon)
            throw error
        }
        try store.keepSeat(
            question.lease.description,
            file: KeptSeat(question, server: answer.server).json.file)
        guard !output.json else {
            return Console.print(
                JSONObject([
                    "lease": .string(question.lease.description), "server": .string(answer.server),
                ]))
        }
        Console.print("You have a seat of \(seat.product) by \(answer.server).".printable)
        Console.print("To give it back: keybound seats release \(question.lease)")
    }
}
