import ArgumentParser

struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "The license keys that are plugged in.",
        discussion: "Who tells the IDs of HASP and Sentinel keys can be set in "
            + "\(SiteSentinels.standardFile), or in the file that KEYBOUND_SENTINEL names.",
        subcommands: [
            KeysList.self, KeysWatch.self, KeysShow.self, KeysEnroll.self, KeysTest.self,
            KeysLocate.self, KeysUdevRules.self, KeysCatalog.self,
        ],
        defaultSubcommand: KeysList.self)
}
