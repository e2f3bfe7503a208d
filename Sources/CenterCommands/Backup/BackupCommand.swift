import ArgumentParser
import CenterDatabase
import CommandLineFront
import FileSystem

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the center's database into a new file, also while it serves.",
        discussion: """
            center.key and sealing.key belong to it: keep them elsewhere, as whoever has all of them knows which PINs are \
            unused.
            """)

    @Argument(help: "The new file.")
    var file: String

    @OptionGroup var home: HomeOptions

    func run() async throws {
        guard !NamedFile.exists(file) else {
            throw CommandFailure("\(file) is there already, and is left as it is")
        }
        // Nobody else reads it, from its first byte on.
        try NamedFile.add(file, with: [], mode: 0o600)
        try await home.publisherHome().center().database.backUp(to: file)
        Console.print("The database as it is now: \(file)")
    }
}
