import ArgumentParser
import CommandLineFront
import LicenseBinding
import SeatProtocol

struct SeatsServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server",
        abstract: "Show the public key of this computer's seat server.",
        discussion: """
            A HASP key, or one with a serial number, shows an ID and signs nothing. A license that is bound to such a key has \
            seats of the one server alone that it names: keybound license activate names the server that runs on its \
            computer, and for keybound-center issue --seat-server send the publisher what this shows.
            """)

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        Console.print(try await daemon.asking("GET", SeatPath.server, told: output))
    }
}
