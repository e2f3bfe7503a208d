import ArgumentParser
import CommandLineFront
import FileSystem
import LicenseBinding
import VerdictText

struct CenterInit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make the publisher's root, issuing key and phone key.")

    @Option(help: ArgumentHelp("The publisher's name, as licenses show it.", valueName: "name"))
    var publisher: String

    @OptionGroup var phone: PhoneKeyOptions
    @OptionGroup var home: HomeOptions

    func validate() throws {
        guard !publisher.isEmpty, publisher == publisher.printable else {
            throw ValidationError("the publisher's name must be a text of one line")
        }
    }

    func run() throws {
        let home = try home.publisherHome()
        try home.initialize(
            publisher: publisher, phone: phone.limits, now: CommandContext.current.clock().time)
        try home.makeSecret()
        Console.print("Hand out to sites and programs: \(home.publisherFile)")
        Console.print(
            "Keep offline, it is needed to rotate keys alone: "
                + home.folder.path(of: "root.key"))
    }
}
