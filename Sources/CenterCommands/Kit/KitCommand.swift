import ArgumentParser

struct KitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kit", abstract: "What is sold: a registration number and a sheet of PINs.",
        subcommands: [KitCreate.self, KitList.self, KitShow.self])
}
