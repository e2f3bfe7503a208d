import ArgumentParser
import CenterProtocol
import CommandLineFront
import LicenseBinding
import VerdictText

struct PINsRequest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "Ask for an additional PIN, at once by the kit's rule, else of the publisher.",
        discussion: """
            With a PIN of the workplace, used up or not, and whom the kit was sold to. Who has neither asks with \
            --without-pin, and a person decides. The answer comes with the next contact, or when the same is asked again.
            """)

    @OptionGroup var center: CenterOptions

    @Option(
        help: "The registration number of the kit.",
        transform: { try RegistrationNumber.argument($0) })
    var registration: RegistrationNumber

    @Option(
        help: ArgumentHelp(
            "A file with a PIN of the workplace, or - for standard input.", valueName: "file"))
    var pinFile: String?

    @OptionGroup var ticket: TicketOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard ticket.withoutPin == (pinFile == nil) else {
            throw ValidationError("either --pin-file or --without-pin")
        }
    }

    func run() async throws {
        let local = try SiteTask(store, machine, output)
        let errand = try Errand.ticket(local, registration, ticket, PINOptions.pin(in: pinFile))
        try await CenterTask(center, local).run(errand)
    }
}
