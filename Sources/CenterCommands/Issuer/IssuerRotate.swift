import ArgumentParser
import CommandLineFront
import LicenseBinding

struct IssuerRotate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Make a new issuing key; programs accept it by the root that they carry.")

    @Option(
        help: ArgumentHelp("The root's private key, if it is kept elsewhere.", valueName: "file"))
    var rootKey: String?

    @OptionGroup var home: HomeOptions

    func run() throws {
        try home.publisherHome().rotate(rootKey: rootKey, now: CommandContext.current.clock().time)
        Console.print("A new issuing key signs from now on. Licenses of the old one stay valid.")
    }
}
