import ArgumentParser

struct MachineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "machine",
        abstract: "The parameters by which this computer is recognized.",
        subcommands: [MachineShow.self, MachineSnapshotCommand.self, MachineCompare.self],
        defaultSubcommand: MachineShow.self)
}
