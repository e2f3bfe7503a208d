import ArgumentParser
import CenterDatabase
import CommandLineFront
import FileSystem
import Foundation
import LicenseBinding
import LicensingCenter
import VerdictText
import SQLiteFile

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in place of the center's database.",
        discussion: """
            What was there is kept beside it. PINs that were used after the backup was made would be unused again, so the \
            center gives no license before keybound-center reconcile.
            """)

    @Argument(help: "The backup.")
    var file: String

    @OptionGroup var home: HomeOptions

    func run() async throws {
        guard NamedFile.exists(file) else { throw CommandFailure("there is no \(file)") }
        let now = CommandContext.current.clock().time
        let home = try home.publisherHome()
        let stamp =
            Timestamp.text(now).filter { $0 != ":" && $0 != "-" } + "-"
            + Base64URL.encode(CommandContext.current.random(3))
        let (before, copy) = ("center.sqlite.\(stamp)", "center.sqlite.restored-\(stamp)")
        let database = try await opened(home, stamp)
        // Nobody else reads them, from their first bytes on.
        for name in [before, copy] { try home.folder.add(name, with: [], mode: 0o600) }
        // What stays behind is a copy beside the others.
        defer { try? home.folder.remove(copy) }
        do throws(DatabaseProblem) {
            try database.restore(
                from: file, at: now, keeping: home.folder.path(of: before),
                by: home.folder.path(of: copy))
        } catch {
            // Nothing was replaced, so nothing needs to be kept.
            try? home.folder.remove(before)
            throw error
        }
        Console.print(
            "Restored from \(file); what was there before: \(home.folder.path(of: before))")
        Console.print("No license is given before: keybound-center reconcile")
    }

    /// The database that is replaced. One that is damaged is moved aside.
    private func opened(_ home: PublisherHome, _ stamp: String) async throws -> CenterDatabase {
        do {
            return try await home.center().database
        } catch DatabaseProblem.damaged {
            let name = PublisherHome.databaseFile
            for suffix in ["", "-wal", "-shm"] where home.folder.has(name + suffix) {
                try FileManager.default.moveItem(
                    atPath: home.folder.path(of: name + suffix),
                    toPath: home.folder.path(of: "\(name).damaged-\(stamp)\(suffix)"))
            }
            Console.note(
                "The damaged database is kept as \(home.folder.path(of: "\(name).damaged-\(stamp)"))"
            )
            return try await home.center().database
        }
    }
}
