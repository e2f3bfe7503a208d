import ArgumentParser
import CenterProtocol
import CommandLineFront
import LicensingCenter

struct PINCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin", abstract: "PINs, by their places in a kit.",
        subcommands: [PINCancel.self])
}

struct PINCancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Let a PIN be good for nothing any more.",
        discussion: "The license that it was used for holds; to end it: license revoke")

    @Option(help: "The registration number.", transform: { try RegistrationNumber.argument($0) })
    var registration: RegistrationNumber

    @Option(help: "The workplace, from 1.")
    var workplace: Int

    @Option(help: "Which of its PINs.")
    var position: PINPosition

    @OptionGroup var home: HomeOptions

    func run() async throws {
        try await home.publisherHome().center().center.cancelPIN(
            of: registration, workplace: workplace, position)
        Console.print("the PIN \(position.rawValue) of the workplace \(workplace) is canceled")
    }
}

extension PINPosition: ExpressibleByArgument {}
