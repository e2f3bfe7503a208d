import ArgumentParser
import CenterProtocol
import CommandLineFront
import LicenseBinding
import LicenseStore

struct LicenseRecover: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract:
            "Get the licenses back that a plugged FIDO2 key proves to be its own. No PIN is used.",
        discussion:
            "For a license without such a key: keybound license activate --operation recovery")

    @OptionGroup var center: CenterOptions

    @Option(
        help: "The registration number of the kit.",
        transform: { try RegistrationNumber.argument($0) })
    var registration: RegistrationNumber

    @OptionGroup var store: StoreOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let task = try CenterTask(center, store, machine, output)
        let prover = try await AnchorProver(task, registration)
        let head = task.head(registration)
        let proposed = try task.proposedMachine()
        let proven = try await prover.provenByKeys {
            RecoveryRequest.asked(head: head, license: $0, machine: proposed)
        }
        guard let first = proven.first else {
            throw CommandFailure(
                "no license of the kit \(registration) is bound to a FIDO2 key that is plugged in here. Plug it "
                    + "in, or use a PIN: keybound license activate --operation recovery")
        }
        let request = RecoveryRequest(
            head: head, license: first.license, machine: proposed, proven: first.part)
        try await task.install(task.post(CenterPath.recoveries, request.json))
    }
}
