import ArgumentParser
import CenterProtocol
import CommandLineFront
import FileSystem
import LicenseBinding
import LicensingCenter
import VerdictText

struct KitCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a kit, and print its PINs: they are shown once.",
        discussion: "The center keeps only keyed hashes of PINs, so nobody can print them again.")

    @Option(help: "The program's ID.")
    var product: String

    @Option(help: "How many workplaces it is for: each has a main PIN and two backup PINs.")
    var workplaces: Int

    @Flag(help: "A basic kit, whose PINs have 16 digits.")
    var basic = false

    @Option(
        help: ArgumentHelp(
            "How many emergency licenses it has a year.", discussion: "Default: 1.",
            valueName: "count"))
    var emergencies = KitRule().emergenciesPerYear

    @Option(
        help: ArgumentHelp(
            "How many additional PINs it gets a year without anybody being asked.",
            discussion: "Default: 1.", valueName: "count"))
    var additionalPins = KitRule().additionalPINsPerYear

    @Option(
        help: ArgumentHelp(
            "A new file for the PINs: registration,workplace,position,pin.", valueName: "file"))
    var csv: String

    @Option(
        help: ArgumentHelp(
            "How many days a license by phone holds.", discussion: "Default: 90.",
            valueName: "days"))
    var phoneDays = KitTerms().phoneDays

    @OptionGroup var terms: TermsOptions
    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard 1...10_000 ~= workplaces else {
            throw ValidationError("--workplaces must be from 1 to 10000")
        }
        guard 0...1000 ~= emergencies else {
            throw ValidationError("--emergencies must be from 0 to 1000")
        }
        guard 1...36525 ~= phoneDays else {
            throw ValidationError("--phone-days must be from 1 to 36525")
        }
        guard 0...1000 ~= additionalPins else {
            throw ValidationError("--additional-pins must be from 0 to 1000")
        }
    }

    private var kitTerms: KitTerms {
        var kitTerms = terms.terms
        kitTerms.phoneDays = phoneDays
        return kitTerms
    }

    func run() async throws {
        // PINs that could not be written would be lost.
        guard !NamedFile.exists(csv) else {
            throw CommandFailure("\(csv) is there already, and is left as it is")
        }
        var rule = KitRule()
        rule.emergenciesPerYear = emergencies
        rule.additionalPINsPerYear = additionalPins
        let home = try home.publisherHome()
        // Without that key all else goes on; whoever answers by phone is told what is wrong with it.
        let phone = (try? home.phoneIssuer()) ?? nil
        let center = try await home.center(answeringBy: phone).center
        let sheet = try await center.createKit(
            product: product, workplaces: workplaces, kind: basic ? .basic : .standard, rule: rule,
            terms: kitTerms)
        do throws(FileError) {
            try NamedFile.add(csv, with: Array(sheet.csv.utf8), mode: 0o600)
        } catch {
            // They are on the screen at least.
            Console.note("\(csv) was not written: \(error.text)")
        }
        if output.json { Console.print(sheet.json) } else { sheet.print() }
        if let refusal = center.phoneDefect(of: sheet.kit) {
            Console.note("By phone this kit gets no license. " + refusal.problem.detail)
        }
    }
}

extension PINSheet {
    var json: JSONObject {
        JSONObject([
            "registration": .string(kit.registration.description),
            "product": .string(kit.product.id),
            "pins": .array(
                lines.map { line in
                    .object(
                        JSONObject([
                            "workplace": .integer(Int64(line.workplace)),
                            "position": .string(line.position.rawValue),
                            "pin": .string(line.pin.printed),
                        ]))
                }),
        ]).adding(phone.json)
    }

    fileprivate func print() {
        Console.print("Kit          \(kit.product.name ?? kit.product.id)")
        Console.print("Registration \(kit.registration)")
        Console.print()
        let rows = lines.map { ["\($0.workplace)", $0.position.rawValue, $0.pin.printed] }
        Console.table([["WORKPLACE", "PIN", ""]] + rows)
        Console.print()
        phone.print()
    }
}

extension PhoneSheet {
    var json: JSONObject {
        JSONObject([
            "termsCode": .string(terms.description),
            "entitlements": .strings(entitlements.map(\.description)),
        ])
    }

    /// What a person at a computer without network types.
    func print() {
        Console.print("For activation by phone, none of it secret: terms code \(terms.printed)")
        Console.table(
            [["WORKPLACE", "ENTITLEMENT"]]
                + entitlements.enumerated().map { ["\($0 + 1)", $1.printed] })
    }
}
