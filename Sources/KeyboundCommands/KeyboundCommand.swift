package import ArgumentParser

/// The command `keybound`.
package struct KeyboundCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "keybound",
        abstract: "Licenses that are bound to a USB key instead of to the computer.",
        discussion: """
            Exit codes: 0 accepted or done, 3 refused, 1 could not find out, 64 usage.
            """,
        version: version,
        subcommands: [
            KeysCommand.self, PublisherCommand.self, LicenseCommand.self, MachineCommand.self,
            PINsCommand.self, ClockCommand.self, BackupCommand.self, DoctorCommand.self,
            RunCommand.self, SeatsCommand.self, ClientCommand.self, ServeCommand.self,
            ConfigCommand.self,
        ])

    static let version = "0.1.0"

    package init() {}
}
