import ArgumentParser
import CommandLineFront
import LicenseBinding
import LicenseStore
import SiteBackup
import VerdictText

struct BackupVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Open a backup, and read every license in it.")

    @Argument(help: "The backup.")
    var file: String

    @OptionGroup var open: BackupOpenOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let archive = try open.open(file)
        let licenses = BackupLicenses(in: archive, trusting: try store.store())
        guard !output.json else {
            Console.print(archive.summary.adding(licenses.json))
            return try licenses.ensureWhole()
        }
        Console.print("Of \(archive.computer.printable), \(Timestamp.text(archive.time))")
        for folder in BackupArchive.folders where archive.count(folder) > 0 {
            Console.print("  \(folder): \(archive.count(folder))")
        }
        try licenses.ensureWhole()
        Console.print(Tone.good("whole") + ": every license in it can be read")
    }
}

/// The licenses of a backup, read by the publishers of the backup and of the store.
struct BackupLicenses {
    let good: [(file: BackupArchive.File, license: SignedLicense)]
    let bad: [(file: BackupArchive.File, refusal: Refusal)]

    init(in archive: BackupArchive, trusting store: LicenseStore) {
        // What is none of a publisher's root reads no license.
        let roots = archive.files.filter { $0.folder == "publishers" }
            .compactMap { try? PublisherRoot(parsing: $0.content) }
        var reader = DocumentReader(trusting: store.publishers().roots + roots)
        var good: [(BackupArchive.File, SignedLicense)] = []
        var bad: [(BackupArchive.File, Refusal)] = []
        for file in archive.files where file.folder == "licenses" {
            do throws(Refusal) {
                good.append((file, try reader.license(file.content)))
            } catch {
                bad.append((file, error))
            }
        }
        (self.good, self.bad) = (good, bad)
    }

    var json: JSONObject {
        JSONObject([
            "whole": .bool(bad.isEmpty), "licenses": .strings(good.map(\.license.id.description)),
        ])
    }

    func ensureWhole() throws {
        for (file, refusal) in bad {
            Console.note(
                "\(file.path): \(RefusalText(refusal).code): \(RefusalText(refusal).found)")
        }
        guard bad.isEmpty else { throw ExitCode.refused }
    }
}
