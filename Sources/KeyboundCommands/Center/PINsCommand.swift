import ArgumentParser
import CenterProtocol
import CommandLineFront
import LicenseBinding
import VerdictText

struct PINsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pins", abstract: "The PINs of a kit, by their places.",
        subcommands: [PINsStatus.self, PINsRequest.self],
        defaultSubcommand: PINsStatus.self)
}

struct PINsStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Tell which PINs are unused, and on which computers the others are.",
        discussion: "By any PIN of the kit, or by a FIDO2 key of one of its licenses.")

    @OptionGroup var center: CenterOptions

    @Option(
        help: "The registration number of the kit.",
        transform: { try RegistrationNumber.argument($0) })
    var registration: RegistrationNumber

    @Option(
        help: ArgumentHelp(
            "A file with any PIN of the kit, or - for standard input.", valueName: "file"))
    var pinFile: String?

    @OptionGroup var store: StoreOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let task = try CenterTask(center, SiteTask(store, machine, output))
        let query = PINQuery(registration: registration, authority: try await authority(task))
        let body = try await task.post(CenterPath.pinQueries, query.json)
        try task.local.tellPINs(body)
    }

    private func authority(_ task: CenterTask) async throws -> PINQuery.Authority {
        if let pin = try PINOptions.pin(in: pinFile) { return .pin(pin) }
        let prover = try await task.prover(registration)
        let proven = try await prover.provenByKeys {
            PINQuery.asked(registration: registration, license: $0)
        }
        guard let first = proven.first else {
            throw CommandFailure(
                "no FIDO2 key of the kit \(registration) is plugged in here. Name any of its PINs: --pin-file FILE"
            )
        }
        return .anchor(first.license, first.part)
    }
}

extension SiteTask {
    /// Tells the states of a kit's PINs.
    func tellPINs(_ body: [UInt8]) throws {
        let report = try parsed { () throws(Defect) in try PINReport(parsing: body) }
        PINLedger(in: site.store).took(report)
        let decisions = try take(report.tickets)
        guard !output.json else {
            var json = PINReport(
                registration: report.registration, product: report.product, entries: report.entries
            ).json
            if !decisions.isEmpty { json["tickets"] = .array(decisions.map { .object($0.json) }) }
            Console.print(json)
            return settle(decisions)
        }
        tell(decisions)
        settle(decisions)
        Console.table(
            [["WORKPLACE", "PIN", "STATE", "COMPUTER", "SINCE"]]
                + report.entries.map { entry in
                    [
                        "\(entry.workplace)", entry.position.rawValue, entry.state.rawValue,
                        entry.computer?.printable ?? "",
                        entry.since.map { Timestamp.text($0) } ?? "",
                    ]
                })
    }
}
