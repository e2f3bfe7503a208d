import ArgumentParser

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The settings of this computer.",
        subcommands: [ConfigCheck.self])
}
