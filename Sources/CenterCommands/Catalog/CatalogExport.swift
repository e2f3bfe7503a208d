import ArgumentParser
import CommandLineFront
import FileSystem
import LicenseBinding

struct CatalogExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Sign the catalog; sites take it with: keybound publisher add FILE")

    @Option(name: .shortAndLong, help: ArgumentHelp("The new catalog file.", valueName: "file"))
    var output: String

    @OptionGroup var home: HomeOptions

    func run() throws {
        let home = try home.publisherHome()
        let catalog = Array(try home.catalog(now: CommandContext.current.clock().time).utf8)
        try home.ensureAccepted { reader throws(Refusal) in _ = try reader.catalog(catalog) }
        try NamedFile.add(output, with: catalog)
        Console.print("The catalog as \(output)")
    }
}
