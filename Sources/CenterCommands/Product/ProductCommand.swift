import ArgumentParser
import CommandLineFront
import LicenseBinding
import LicensingCenter

struct ProductCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "product", abstract: "The programs that licenses are for.",
        subcommands: [ProductAdd.self])
}

struct ProductAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a program that kits can be made for.")

    @Argument(help: "The program's ID, as it asks for its license.")
    var id: String

    @Option(help: "The program's name, for people.")
    var name: String

    @OptionGroup var home: HomeOptions

    func validate() throws {
        guard !id.isEmpty, !id.contains(where: \.isNewline), !name.isEmpty else {
            throw ValidationError("ID and name are texts of one line")
        }
    }

    func run() async throws {
        try await home.publisherHome().center().center.add(Product(id: id, name: name))
        Console.print("\(id) is added")
    }
}
