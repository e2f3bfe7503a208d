import ArgumentParser
import CenterProtocol
import CommandLineFront
import FileSystem
import LicenseBinding
import LicensingCenter
import PhoneCodes
import VerdictText

struct PhoneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phone",
        abstract: "Answer a request that is read out by phone: 48 digits, 120 digits back.",
        discussion: """
            At a terminal it asks for the registration number and the PIN, which the caller says by word. The same \
            request has the same answer, as often as it comes; then nothing is asked, and nothing is used up.
            Exit codes: 0 answered, 3 refused, or the request was misheard, 1 could not be done, 64 usage.
            """)

    @Argument(
        help: ArgumentHelp(
            "The request, in groups or not.", discussion: "48 digits.", valueName: "request"))
    var request: [String]

    @Option(
        help: "The registration number of the kit.",
        transform: { try RegistrationNumber.argument($0) })
    var registration: RegistrationNumber?

    @Option(
        help: ArgumentHelp(
            "The file that holds the PIN, or - for standard input.", valueName: "file"))
    var pinFile: String?

    @Option(
        help: ArgumentHelp(
            "Whom the kit was sold to, if the caller was asked: it must be whom it was sold to before.",
            valueName: "file"))
    var licenseeFile: String?

    @OptionGroup var qr: QROptions
    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !qr.qr || !output.json else { throw ValidationError(QROptions.notWithJSON) }
    }

    func run() async throws {
        let request = try heard()
        let home = try home.publisherHome()
        let center = try await home.center(answeringBy: home.phoneIssuer()).center
        do {
            let outcome = try await answer(request, center)
            try tell(outcome)
        } catch let refusal as CenterRefusal {
            var lines = [refusal.problem.detail]
            if case .licenseEnded = refusal {
                lines.append(
                    "Say: \"Make a new request: the same command with --anew, as a recovery.\"")
            }
            throw refused(refusal.problem.json, refusal.problem.code, lines)
        } catch is DialogTerminal.Closed {
            throw CommandFailure("interrupted; nothing was changed")
        }
    }

    private func answer(
        _ request: RequestCode, _ center: Center
    ) async throws -> Center.PhoneOutcome {
        if let known = try await center.answered(request) { return known }
        let entitled = try await center.entitled(request)
        if !output.json {
            let product = (entitled.kit.product.name ?? entitled.kit.product.id).printable
            Console.print("\(product), workplace \(entitled.workplace): \(request.kind.text)")
            if let licensee = entitled.licensee {
                let fields = licensee.fields.map { $0.value.printable }
                Console.print(
                    "Sold to: " + fields.joined(separator: ", ") + ". Ask whether that is so.")
            }
        }
        return try await center.answer(request, to: caller())
    }

    /// Who it is, by what is given, or by what is asked now.
    private func caller() throws -> Center.Caller {
        let licensee = try licenseeFile.map { try LicenseeData(file: $0) }
        let given = try PINOptions.pin(in: pinFile)
        if let registration, let given {
            return Center.Caller(registration: registration, pin: given, licensee: licensee)
        }
        guard DialogTerminal.isThere, !output.json else {
            throw ValidationError("without a terminal --registration and --pin-file are needed")
        }
        let terminal = DialogTerminal()
        let number =
            try registration
            ?? said(
                terminal, "Ask for the registration number of the kit", RegistrationNumber.typed)
        let pin = try given ?? said(terminal, "Ask for the PIN", PIN.typed)
        return Center.Caller(registration: number, pin: pin, licensee: licensee)
    }

    private func said<Value>(
        _ terminal: DialogTerminal, _ question: String,
        _ check: @escaping (String) throws(Unfit) -> Value
    ) throws -> Value {
        while true {
            // There is nothing to go back to.
            if case .given(let value) = try terminal.ask(question, check) { return value }
        }
    }

    /// The request, once every group of it is right.
    private func heard() throws -> RequestCode {
        do throws(RequestCodeDefect) {
            return try RequestCode(request.joined(separator: " "))
        } catch {
            let groups = error.groups.map { JSONValue.integer(Int64($0)) }
            throw refused(
                JSONObject([
                    "code": "REQUEST_MISHEARD", "detail": .string(error.text),
                    "groups": .array(groups),
                ]), "REQUEST_MISHEARD", [error.text, error.words])
        }
    }

    private func refused(_ json: JSONObject, _ code: String, _ lines: [String]) -> ExitCode {
        if output.json {
            Console.print(JSONObject(["refused": .object(json)]))
        } else {
            Console.print(Tone.bad("refused") + ": \(code)")
            for line in lines where !line.isEmpty { Console.print(line.printable) }
        }
        return .refused
    }

    private func tell(_ outcome: Center.PhoneOutcome) throws {
        let answer = outcome.answer
        try qr.write(answer.answer.text)
        let end = PhoneLicense.end(of: answer.request, under: answer.terms, from: answer.day)
        if output.json {
            Console.print(
                JSONObject([
                    "rows": .strings(answer.answer.rowTexts),
                    "license": .string(outcome.license.id.description),
                    "until": .string(Timestamp.text(end)),
                ]))
        } else {
            Console.print("The license \(outcome.license.id) holds until \(Timestamp.text(end)).")
            Console.print()
            Console.print(
                "Say: \"I read five rows, each of four groups of six digits. Type a row and press Enter: the program"
            )
            Console.print("tells at once whether it is right.\"")
            Console.print()
            for (index, row) in answer.answer.printedRows.enumerated() {
                Console.print(
                    "  row \(index + 1)   " + row.replacing(" ", with: "   "))
            }
            Console.print()
            Console.print(
                "Say: \"Once the computer has a network, the program exchanges the license: keybound license exchange.\""
            )
        }
        if !output.json { try qr.show(answer.answer.text) }
    }
}

extension RequestCode.Kind {
    fileprivate var text: String {
        switch self {
        case .firstRun: "the first run"
        case .recovery: "a recovery, by an unused backup PIN"
        case .recoveryUnchanged: "a recovery with nothing changed, by the active PIN"
        case .emergency: "an emergency license, by any PIN of the kit"
        }
    }
}

extension RequestCodeDefect {
    /// Those that are wrong, from 1.
    fileprivate var groups: [Int] {
        switch self {
        case .groups(let groups), .length(_, let groups): groups
        case .characters, .checksum, .version, .kind: []
        }
    }

    fileprivate var text: String {
        switch self {
        case .characters: "expected 48 digits, with spaces or dashes between them or not"
        case .length(let count, let groups) where groups.isEmpty:
            "expected 48 digits, 8 groups of 6; there are \(count)"
        case .length(let count, let groups):
            "expected 48 digits, 8 groups of 6; there are \(count), as \(Self.names(groups)) not 6"
        case .groups(let groups) where groups.count == 1:
            "group \(groups[0]) of 8 was misheard or mistyped"
        case .groups(let groups):
            "the groups \(Self.list(groups)) of 8 were misheard or mistyped"
        case .checksum: "each group looks right, but they are not of one request"
        case .version: "the request is of another version of keybound"
        case .kind: "the request is for something that this version of the center does not know"
        }
    }

    /// What to say.
    fileprivate var words: String {
        switch self {
        case .groups(let groups) where groups.count == 1,
            .length(_, let groups) where groups.count == 1:
            "Say: \"Please read group \(groups[0]) again.\""
        case .groups(let groups):
            "Say: \"Please read the groups \(Self.list(groups)) again.\""
        case .checksum, .length, .characters: "Say: \"Please read all eight groups again.\""
        case .version, .kind: ""
        }
    }

    private static func names(_ groups: [Int]) -> String {
        groups.count == 1 ? "group \(groups[0]) has" : "the groups \(list(groups)) have"
    }

    private static func list(_ groups: [Int]) -> String {
        groups.map(String.init).joined(separator: ", ")
    }
}
