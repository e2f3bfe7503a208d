import ArgumentParser

struct CatalogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog", abstract: "What sites are to know of this publisher.",
        subcommands: [CatalogExport.self])
}
