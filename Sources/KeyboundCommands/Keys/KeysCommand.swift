import ArgumentParser

struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "The license keys that are plugged in.",
        subcommands: [
            KeysList.self, KeysWatch.self, KeysShow.self, KeysEnroll.self, KeysTest.self,
            KeysLocate.self, KeysUdevRules.self, KeysCatalog.self,
        ],
        defaultSubcommand: KeysList.self)
}
