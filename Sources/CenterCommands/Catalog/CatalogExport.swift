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
        let catalog = try home.publisherHome().catalog(now: CommandContext.current.clock().time)
        try NamedFile.add(output, with: catalog.utf8)
        Console.print("The catalog as \(output)")
    }
}
