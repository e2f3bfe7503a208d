import ArgumentParser

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Keep the licenses of this computer, and bring them back on an empty one.",
        subcommands: [
            BackupCreate.self, BackupVerify.self, BackupRestore.self, BackupKeygen.self,
        ])
}
