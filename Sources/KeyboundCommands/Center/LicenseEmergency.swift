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
        let task = try CenterTask(center, store, machine, output)
        let (pin, proposed) = (try pin.pin(), try task.proposedMachine())
        func request(_ id: RequestID) -> JSONObject {
            EmergencyRequest(head: task.head(registration, id: id), pin: pin, machine: proposed)
                .json
        }
        try await task.postOnce(
            CenterPath.emergencies, "emergency-\(registration)",
            withoutPIN: { id in
                var json = request(id)
                json["pin"] = nil
                return json
            }, whole: request)
    }
}
