import ArgumentParser
import CenterDatabase
import CommandLineFront
import FileSystem
import Foundation
import SQLiteFile

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the center's database into a new file, also while it serves.",
        discussion: """
            center.key, sealing.key and the phone keys belong to it: keep them elsewhere, as whoever has all of them knows \
            which PINs are unused.
            """)

    @Argument(help: "The new file.")
    var file: String

    @OptionGroup var home: HomeOptions

    func run() async throws {
        guard !NamedFile.exists(file) else {
            throw CommandFailure("\(file) is there already, and is left as it is")
        }
        // Nobody else reads it, from its first byte on.
        let database = try await home.publisherHome().center().database
        try NamedFile.add(file, with: [], mode: 0o600)
        do throws(DatabaseProblem) {
            try database.backUp(to: file)
        } catch {
            // Half a copy is none.
            try? FileManager.default.removeItem(atPath: file)
            throw error
        }
        Console.print("The database as it is now: \(file)")
    }
}
