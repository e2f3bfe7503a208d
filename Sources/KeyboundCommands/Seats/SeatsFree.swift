import ArgumentParser
import CommandLineFront
import LicenseBinding
import SeatProtocol
import VerdictText

struct SeatsFree: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "free",
        abstract: "Take a seat away from its holder, as from a laptop that was lost.",
        discussion: """
            On the server, as root. The reason is written down for good. Whoever has the seat may run on until his \
            lease or loan ends; the seat is another's at once.
            """)

    @Argument(
        help: "The lease, as keybound seats who shows it.", transform: { try LeaseID.argument($0) })
    var lease: LeaseID

    @Option(help: ArgumentHelp("Why, up to 256 characters.", valueName: "text"))
    var reason: String

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = Claims(
            try await daemon.asking(
                "POST", "\(SeatPath.lease)\(lease)/free",
                JSONObject(["reason": .string(reason)]), told: output))
        guard !output.json else { return Console.print(answer.object) }
        let freed = try answer.required("freed", answer.claims("freed"))
        Console.print(
            "The seat of \(try freed.text("user")) at \(try freed.text("host")) is free.".printable)
    }
}
