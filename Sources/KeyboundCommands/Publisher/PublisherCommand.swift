import ArgumentParser

struct PublisherCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publisher",
        abstract: "The publishers whose licenses are trusted.",
        subcommands: [PublisherAdd.self, PublisherList.self],
        defaultSubcommand: PublisherList.self)
}
