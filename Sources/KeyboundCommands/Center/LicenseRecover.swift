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
        let task = try CenterTask(center, SiteTask(store, machine, output))
        var given: [SiteTask.Given] = []
        while let next = try await recovered(
            task, besides: Set(given.flatMap { [$0.asked, $0.license.id] }))
        {
            given.append(next)
        }
        guard !given.isEmpty else {
            throw CommandFailure(
                "no license of the kit \(registration) is bound to a FIDO2 key that is plugged in here. Plug it "
                    + "in, or use a PIN: keybound license activate --operation recovery")
        }
        try await task.local.tell(given)
    }

    /// One more license that a key here proves to be its own. Each needs a challenge of its own.
    private func recovered(
        _ task: CenterTask, besides done: Set<LicenseID>
    ) async throws -> SiteTask.Given? {
        let prover = try await task.prover(registration)
        let head = task.local.head(registration)
        let proposed = try task.local.proposedMachine()
        let proven = try await prover.provenByKeys {
            RecoveryRequest.asked(head: head, license: $0, machine: proposed)
        }.first { !done.contains($0.license) }
        guard let proven else { return nil }
        let request = RecoveryRequest(
            head: head, license: proven.license, machine: proposed, proven: proven.part)
        return try await task.local.install(
            task.post(CenterPath.recoveries, request.json), for: proven.license)
    }
}
