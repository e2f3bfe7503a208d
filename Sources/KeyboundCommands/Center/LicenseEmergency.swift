import ArgumentParser
import CenterProtocol
import CommandLineFront
import LicenseBinding
import LicenseStore

struct LicenseEmergency: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emergency",
        abstract: "Get a license of some days for this computer at once, as the only key has died.",
        discussion: "It ends when the key is replaced: keybound license replace-key")

    @OptionGroup var center: CenterOptions

    @Option(
        help: "The registration number of the kit.",
        transform: { try RegistrationNumber.argument($0) })
    var registration: RegistrationNumber

    @OptionGroup var pin: PINOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let local = try SiteTask(store, machine, output)
        let errand = try Errand.emergency(local, registration, pin.pin())
        try await CenterTask(center, local).run(errand)
    }
}
