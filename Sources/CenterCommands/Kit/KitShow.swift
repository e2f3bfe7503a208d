import ArgumentParser
import CenterProtocol
import CommandLineFront
import LicenseBinding
import LicensingCenter
import VerdictText

struct KitShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the PINs of a kit by their states, and its licenses.")

    @Argument(help: "The registration number.", transform: { try RegistrationNumber.argument($0) })
    var registration: RegistrationNumber

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let center = try await home.publisherHome().center().center
        let (kit, pins, licenses) = try await center.kit(registration)
        let phone = try await center.phoneSheet(of: registration)
        guard !output.json else {
            return Console.print(
                kit.json.adding(
                    JSONObject([
                        "pins": PINReport(registration: registration, entries: pins.map(\.entry))
                            .json["pins"],
                        "licenses": .array(licenses.map { .object($0.json) }),
                    ]).adding(phone.json)))
        }
        Console.print("\(kit.product.name ?? kit.product.id), kit \(kit.registration)")
        Console.print()
        Console.table(
            [["WORKPLACE", "PIN", "STATE", "COMPUTER", "SINCE"]]
                + pins.map { pin in
                    [
                        "\(pin.workplace)", pin.position.rawValue, pin.state.rawValue,
                        pin.computer?.printable ?? "", pin.since.map { Timestamp.text($0) } ?? "",
                    ]
                })
        Console.print()
        phone.print()
        Console.print()
        licenses.print()
    }
}

extension PINRecord {
    var entry: PINReport.Entry {
        PINReport.Entry(
            workplace: workplace, position: position, state: state, computer: computer,
            since: since)
    }
}
