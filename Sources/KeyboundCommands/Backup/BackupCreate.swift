import ArgumentParser
import CenterProtocol
import CommandLineFront
import FileSystem
import Foundation
import LicenseBinding
import LicenseStore
import SiteBackup
import VerdictText

struct BackupCreate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract:
            "Write licenses, licensee data, publishers, enrollments and the PIN ledger into one sealed file.",
        discussion: """
            Before a reinstallation, and each night by keybound-backup.timer. In a folder it makes a file of its own, \
            named by computer and time.
            """)

    @Argument(help: "The new file, or a folder that is there.")
    var file: String

    @OptionGroup var passphrase: PassphraseOptions

    @Option(
        help: ArgumentHelp(
            "Seal it for this public key, and not by a passphrase: keybound backup keygen.",
            valueName: "file"))
    var recipient: String?

    @Option(
        help: ArgumentHelp(
            "In a folder: keep so many of this computer's backups, and remove older ones.",
            valueName: "count"))
    var keep: Int?

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard recipient == nil || passphrase.passphraseFile == nil else {
            throw ValidationError("either --recipient or --passphrase-file")
        }
        guard keep.map({ 1...10_000 ~= $0 }) ?? true else {
            throw ValidationError("--keep must be from 1 to 10000")
        }
    }

    func run() throws {
        let store = try store.store()
        let now = CommandContext.current.clock().time
        let (folder, path) = place(at: now)
        guard !NamedFile.exists(path) else {
            throw CommandFailure("\(path) is there already, and is left as it is")
        }
        let archive = BackupArchive(
            time: now, computer: CenterOptions.computer, files: try StoreFiles(of: store).all())
        let lock: SealedBackup.Lock =
            if let recipient {
                .publicKey(try BackupKey.readPublic(recipient))
            } else {
                .passphrase(try passphrase.passphrase(isNew: true))
            }
        let sealed = try SealedBackup.seal(archive, by: lock, random: CommandContext.current.random)
        try NamedFile.add(path, with: sealed, mode: 0o600)
        if let folder, let keep { try prune(folder, keep) }
        guard !output.json else {
            return Console.print(archive.summary.adding(JSONObject(["file": .string(path)])))
        }
        Console.print("\(archive.count("licenses")) licenses and what belongs to them, as \(path)")
        Console.print("Whether it can be opened: keybound backup verify \(path)")
    }

    private static let suffix = ".backup"
    private var prefix: String { "keybound-\(PercentEncoding.encode(CenterOptions.computer))-" }

    private func place(at time: Date) -> (folder: Folder?, path: String) {
        guard Folder(file).has(".") else { return (nil, file) }
        let stamp = Timestamp.text(time).filter { $0 != ":" && $0 != "-" }
        let folder = Folder(file)
        return (folder, folder.path(of: prefix + stamp + Self.suffix))
    }

    private func prune(_ folder: Folder, _ keep: Int) throws {
        // Another computer's name may begin with the name of this one.
        let own = try folder.entries().filter { name in
            name.hasPrefix(prefix) && name.hasSuffix(Self.suffix)
                && name.dropFirst(prefix.count).dropLast(Self.suffix.count)
                    .wholeMatch(of: #/\d{8}T\d{6}Z/#) != nil
        }
        for name in own.dropLast(keep) { try folder.remove(name) }
    }
}

extension BackupArchive {
    func count(_ folder: String) -> Int { files.count { $0.folder == folder } }

    var summary: JSONObject {
        var counts = JSONObject()
        for folder in Self.folders { counts[folder] = .integer(Int64(count(folder))) }
        return JSONObject([
            "time": .string(Timestamp.text(time)), "computer": .string(computer),
            "files": .object(counts),
        ])
    }
}
