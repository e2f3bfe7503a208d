import ArgumentParser
import CommandLineFront
import FileSystem
import LicenseBinding

struct CatalogExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Sign the catalog; sites take it with: keybound publisher add FILE",
        discussion:
            "It says which FIDO2 keys are taken, what the terms codes of kits stand for, and who signs by phone."
    )

    @Option(name: .shortAndLong, help: ArgumentHelp("The new catalog file.", valueName: "file"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "Where sites find the licensing center: https://HOST[:PORT].", valueName: "url"))
    var center: String?

    @OptionGroup var home: HomeOptions

    func validate() throws {
        guard center.map({ $0.hasPrefix("https://") && $0.utf8.count <= 256 }) ?? true else {
            throw ValidationError("--center is no https://HOST[:PORT]")
        }
    }

    func run() async throws {
        let home = try home.publisherHome()
        let now = CommandContext.current.clock().time
        let catalog = Array(try await home.catalog(center: center, now: now).utf8)
        try home.ensureAccepted { reader throws(Refusal) in _ = try reader.catalog(catalog) }
        try NamedFile.add(output, with: catalog)
        Console.print("The catalog as \(output)")
    }
}
