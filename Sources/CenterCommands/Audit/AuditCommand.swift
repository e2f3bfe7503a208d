import ArgumentParser
import CenterDatabase
import CommandLineFront
import FileSystem
import LicenseBinding
import LicensingCenter
import VerdictText

struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "What the center has done, in a log that cannot be changed unseen.",
        subcommands: [AuditList.self, AuditVerify.self, AuditHeadCommand.self])
}

struct AuditList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the entries, as JSON one a line with --json.")

    @Option(help: "Only those after this number.")
    var after: Int64 = 0

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let center = try await home.publisherHome().center().center
        var last = after
        while true {
            let entries = try await center.audit(after: last, atMost: 1000)
            guard let end = entries.last else { return }
            for entry in entries {
                if output.json {
                    Console.printLine(entry.json)
                } else {
                    let content = JSONValue.object(entry.content).compact.printable
                    Console.print(
                        "\(entry.number)  \(Timestamp.text(entry.time))  \(entry.event)  \(content)"
                    )
                }
            }
            last = end.number
        }
    }
}

struct AuditVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Make sure that the log is whole.",
        discussion: """
            Each entry holds the hash of the one before, the end is signed, each license carries the hash of its \
            entry, and what the log says to be used up or ended is so. An older copy of the whole database is noticed by a head that was kept elsewhere. Exit codes: 0 \
            whole, 3 not, 1 could not find out.
            """)

    @Option(
        help: ArgumentHelp("A signed head that was kept; repeatable.", valueName: "file"))
    var head: [String] = []

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let home = try home.publisherHome()
        let (center, database) = try await home.center()
        var reader = DocumentReader(trusting: [try home.publisher()])
        var heads: [AuditHead] = []
        for path in head {
            let file = try NamedFile.read(path, atMost: DocumentType.audit.limit)
            heads.append(try Self.head(file, &reader, path))
        }
        let own = try await database.auditHead().map {
            try Self.head(Array($0.utf8), &reader, "the database's signed head")
        }
        do {
            let count = try await center.verifyAudit(against: own, heads)
            if output.json {
                Console.print(JSONObject(["whole": .bool(true), "entries": .integer(count)]))
            } else {
                Console.print(Tone.good("whole") + ": \(count) entries")
            }
        } catch let defect as AuditVerification.Defect {
            if output.json {
                Console.print(
                    JSONObject(["whole": .bool(false), "defect": .string(defect.text)]))
            } else {
                Console.print(Tone.bad("not whole") + ": \(defect.text)")
            }
            throw ExitCode.refused
        }
    }

    private static func head(
        _ file: [UInt8], _ reader: inout DocumentReader, _ name: String
    ) throws -> AuditHead {
        do throws(Refusal) {
            return try reader.auditHead(file)
        } catch {
            throw CommandFailure("\(name) is no signed head of ours: \(RefusalText(error).found)")
        }
    }
}

struct AuditHeadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "head",
        abstract:
            "Print the log's signed end. Keep it elsewhere: it shows later that nothing was cut off."
    )

    @OptionGroup var home: HomeOptions

    func run() async throws {
        guard let head = try await home.publisherHome().center().database.auditHead() else {
            throw CommandFailure("the log has no entries yet")
        }
        CommandContext.current.write(head)
    }
}
