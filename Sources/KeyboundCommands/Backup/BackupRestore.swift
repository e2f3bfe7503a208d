import ArgumentParser
import CommandLineFront
import LicenseBinding
import LicenseStore
import SiteBackup
import VerdictText

struct BackupRestore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Bring back what a backup holds. Nothing that is there is overwritten.",
        discussion: """
            Licenses that are bound to a key hold at once on another computer too; those of a computer need a PIN there, \
            or a key: keybound license recover, keybound license activate --operation recovery.
            """)

    @Argument(help: "The backup.")
    var file: String

    @Flag(help: "Tell what would come, and change nothing.")
    var dryRun = false

    @Flag(
        help: ArgumentHelp(
            "Trust the publishers of a backup that was made for a public key.",
            discussion: "Anybody who has that key could have made it."))
    var trustPublishers = false

    @OptionGroup var open: BackupOpenOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var output: OutputOptions

    private enum Fate: String {
        case new, same, kept
    }

    func run() async throws {
        let archive = try open.open(file)
        let licenseStore = try store.store()
        let files = StoreFiles(of: licenseStore)
        let licenses = BackupLicenses(in: archive, trusting: licenseStore)
        let unread = Set(licenses.bad.map(\.file.path))
        let fates = try archive.files.filter { !unread.contains($0.path) }.map { file in
            let known = try files.content(of: file)
            return (file, known.map { $0 == file.content ? Fate.same : .kept } ?? .new)
        }
        if !dryRun, open.identity != nil, !trustPublishers { try ensureTrusted(fates) }
        if !dryRun { for case (let file, .new) in fates { try files.write(file) } }
        try await tell(fates, licenses)
    }

    private func ensureTrusted(_ fates: [(file: BackupArchive.File, fate: Fate)]) throws {
        // What is no root trusts nobody.
        let roots = fates.filter { $0.fate == .new && $0.file.folder == "publishers" }
            .compactMap { try? PublisherRoot(parsing: $0.file.content) }
        guard !roots.isEmpty else { return }
        let names = roots.map { "\($0.publisher.printable) (\($0.key.thumbprint))" }
        throw CommandFailure(
            "the backup brings publishers that are not trusted here, and nothing was changed: "
                + names.joined(separator: ", ") + ". If they are right: --trust-publishers")
    }

    private func tell(
        _ fates: [(file: BackupArchive.File, fate: Fate)], _ licenses: BackupLicenses
    ) async throws {
        let answers = dryRun ? [] : try await verdicts(on: licenses.good.map(\.license))
        guard !output.json else {
            Console.print(
                JSONObject([
                    "dryRun": .bool(dryRun),
                    "files": .array(
                        fates.map { file, fate in
                            .object(
                                JSONObject([
                                    "file": .string(file.path), "fate": .string(fate.rawValue),
                                ]))
                        }),
                    "licenses": dryRun
                        ? .strings(licenses.good.map(\.license.id.description))
                        : .array(answers.map { .object($0.json) }),
                ]))
            return try licenses.ensureWhole()
        }
        for (file, fate) in fates where fate != .same {
            let word = fate == .kept ? "kept as it is here" : dryRun ? "would come" : "came back"
            Console.print("\(file.path): \(word)")
        }
        if fates.allSatisfy({ $0.fate == .same }) { Console.print("All of it is here already.") }
        for answer in answers { answer.print() }
        try licenses.ensureWhole()
    }

    private func verdicts(on licenses: [SignedLicense]) async throws -> [LicenseAnswer] {
        let site = try Site(store, machine)
        try await site.ask(for: licenses)
        return try licenses.map { license in
            let (path, signed) = try site.contents.license(license.id)
            return LicenseAnswer(signed, path, site.verdict(on: signed))
        }
    }
}
