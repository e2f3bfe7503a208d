import ArgumentParser
import CommandLineFront
import FileSystem
import LicenseBinding
import VerdictText

struct CenterInit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make the publisher's root and issuing key.")

    @Option(help: ArgumentHelp("The publisher's name, as licenses show it.", valueName: "name"))
    var publisher: String

    @OptionGroup var home: HomeOptions

    func validate() throws {
        guard !publisher.isEmpty, publisher == publisher.printable else {
            throw ValidationError("the publisher's name must be a text of one line")
        }
    }

    func run() throws {
        let home = try home.publisherHome()
        try home.initialize(publisher: publisher, now: CommandContext.current.clock().time)
        try home.makeSecret()
        Console.print("Hand out to sites and programs: \(home.publisherFile)")
        Console.print(
            "Keep offline, it is needed for \"issuer rotate\" alone: "
                + home.folder.path(of: "root.key"))
    }
}
