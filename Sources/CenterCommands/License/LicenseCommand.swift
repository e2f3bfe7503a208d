import ArgumentParser
import CenterProtocol
import CommandLineFront
import LicenseBinding
import LicensingCenter
import PhoneCodes
import VerdictText

struct LicenseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "license", abstract: "The licenses that the center has given.",
        subcommands: [IssuedLicenseList.self, IssuedLicenseShow.self, IssuedLicenseRevoke.self])
}

struct IssuedLicenseList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the licenses of a kit, the newest first.")

    @Option(help: "The registration number.", transform: { try RegistrationNumber.argument($0) })
    var registration: RegistrationNumber

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let licenses = try await home.publisherHome().center().center.kit(registration).licenses
        if output.json {
            Console.print(JSONObject(["licenses": .array(licenses.map { .object($0.json) })]))
        } else {
            licenses.print()
        }
    }
}

struct IssuedLicenseShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a license, with its file.")

    @Argument(help: "The license ID.", transform: { try LicenseID.argument($0) })
    var id: LicenseID

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let license = try await home.publisherHome().center().center.license(id)
        // Of one that was given by phone the file is made at the site.
        let answer = try license.phoneAnswer?.answer
        guard !output.json else {
            return Console.print(
                license.json.adding(
                    JSONObject([
                        "file": answer == nil ? .string(license.file) : nil,
                        "rows": answer.map { .strings($0.rowTexts) },
                    ])))
        }
        [license].print()
        Console.print()
        if let answer {
            for row in answer.printedRows { Console.print(row) }
        } else {
            Console.print(license.file)
        }
    }
}

struct IssuedLicenseRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Withdraw a license.",
        discussion: "Sites hear of it with the center's next answer, or by its revocation list.")

    @Argument(help: "The license ID.", transform: { try LicenseID.argument($0) })
    var id: LicenseID

    @OptionGroup var home: HomeOptions

    func run() async throws {
        try await home.publisherHome().center().center.revoke(id)
        Console.print("\(id) is withdrawn")
    }
}

extension LicenseRecord {
    var json: JSONObject {
        JSONObject([
            "id": .string(id.description), "registration": .string(kit.description),
            "workplace": .integer(Int64(workplace)), "kind": .string(kind.rawValue),
            "state": .string(state.rawValue), "successor": .optional(successor?.description),
            "issued": .string(Timestamp.text(issuedAt)), "computer": .string(computer),
            "operation": .string(operation),
        ])
    }
}

extension [LicenseRecord] {
    func print() {
        guard !isEmpty else { return Console.print("no licenses yet") }
        Console.table(
            [["LICENSE", "WORKPLACE", "STATE", "BY", "COMPUTER", "ISSUED"]]
                + map { license in
                    [
                        license.id.description, "\(license.workplace)", license.state.rawValue,
                        license.operation, license.computer.printable,
                        Timestamp.text(license.issuedAt),
                    ]
                })
    }
}

extension LicenseID {
    static func argument(_ text: String) throws -> LicenseID {
        guard let id = LicenseID(text) else { throw ValidationError("\(text) is no license ID") }
        return id
    }
}
