import ArgumentParser
import CenterProtocol
import CommandLineFront
import FileSystem
import LicenseBinding
import LicensingCenter
import VerdictText

struct ReconcileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Tell a restored center which PINs were used after the backup was made.",
        discussion: """
            From a log that was kept elsewhere (keybound-center audit list --json), from what sites and customers know, \
            or by the word that nothing is missing. Then it gives licenses again.
            """)

    @Option(
        help: ArgumentHelp(
            "The log of the lost time, as audit list --json has printed it.", valueName: "file"))
    var audit: String?

    @Option(
        help: ArgumentHelp(
            "A PIN that was used; repeatable: REGISTRATION:WORKPLACE:POSITION[:COMPUTER].",
            valueName: "pin"),
        transform: { try UsedPIN(argument: $0) })
    var used: [UsedPIN] = []

    @Flag(help: "No PIN was used since, or none besides those that are named.")
    var nothingElse = false

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard audit != nil || nothingElse else {
            throw ValidationError("name the log of the lost time by --audit, or say --nothing-else")
        }
    }

    func run() async throws {
        let logged = try audit.map(events) ?? []
        let told = used.map { LostEvent.issued(nil, $0, replacing: []) }
        let result = try await home.publisherHome().center().center.reconcile(logged + told)
        guard !output.json else {
            return Console.print(
                JSONObject([
                    "reconciled": .integer(Int64(result.pins)),
                    "unknown": .integer(Int64(result.unknown)),
                ]))
        }
        Console.print("\(result.pins) PINs were used since, and are so again.")
        if result.unknown > 0 {
            Console.print(
                "\(result.unknown) events were of kits or PINs that were made since, and are lost with them."
            )
        }
        Console.print("The center gives licenses.")
    }

    private func events(in path: String) throws -> [LostEvent] {
        let file = try NamedFile.read(path, atMost: 1 << 30)
        return try file.split(separator: UInt8(ascii: "\n")).compactMap { line in
            do throws(Defect) {
                return try LostEvent(Claims(parsing: Array(line)))
            } catch {
                throw CommandFailure("\(path) is no log of a center: \(error.text)")
            }
        }
    }
}

extension UsedPIN {
    fileprivate init(argument: String) throws {
        let parts = argument.split(separator: ":", maxSplits: 3).map(String.init)
        guard parts.count >= 3, let workplace = Int(parts[1]), workplace > 0,
            let position = PINPosition(rawValue: parts[2])
        else {
            throw ValidationError("\(argument) is no PIN as 1016547536:1:backup-1")
        }
        self.init(
            LicenseGrant.Place(
                registration: try RegistrationNumber.argument(parts[0]), workplace: workplace,
                position: position), on: parts.count > 3 ? parts[3] : "unknown")
    }
}
