import ArgumentParser
import CenterProtocol
import CommandLineFront
import FileSystem
import LicenseBinding
import LicenseStore
import VerdictText

struct LicenseRequest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract:
            "Write a request to the licensing center as a file, for a computer without network.",
        discussion: """
            The file is sealed to the publisher, so anybody may carry it. The publisher answers it by keybound-center \
            process, and keybound license respond takes the answer. Without a PIN, what the license is bound to shows \
            that it is yours; that takes two files each way.

              keybound license request --operation first-run --registration 1016547536 --pin-file pin.txt \\
                --licensee-file licensee.json --bind key:hasp:978493417 -o request.json
            """)

    enum Operation: String, CaseIterable, ExpressibleByArgument {
        case firstRun = "first-run"
        case recovery
        /// By a FIDO2 key.
        case recover
        case bind
        case addSpare = "add-spare"
        case promote
        case undoPromotion = "undo-promotion"
        case replaceKey = "replace-key"
        case emergency
        /// An ordinary license for one that was given by phone.
        case exchange
        case pins
        /// As keybound pins request.
        case pinRequest = "pin-request"
    }

    @Option(help: "What is wanted of the center.")
    var operation: Operation

    @Option(
        help: "The registration number of the kit; for a license that is here, it is known.",
        transform: { try RegistrationNumber.argument($0) })
    var registration: RegistrationNumber?

    @Option(
        help: ArgumentHelp(
            "The file that holds the PIN, or - for standard input.", valueName: "file"))
    var pinFile: String?

    @Flag(
        help: "With recovery: key and computer are what they were, and the same PIN stays active.")
    var unchanged = false

    @Option(
        help: ArgumentHelp(
            "What the license is bound to: key:ID, machine, key-or-machine:ID or key-and-machine:ID.",
            valueName: "binding"))
    var bind: SiteAnchor?

    @Option(help: "The license that is bound otherwise.")
    var license: LicenseID?

    @Option(
        help: ArgumentHelp(
            "The key to bind, to add, to promote or to put in place: its ID, or its enrollment.",
            valueName: "key"))
    var key: String?

    @Option(help: ArgumentHelp("The ID of the key that is lost.", valueName: "key"))
    var lost: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("The new file.", valueName: "file"))
    var output: String

    @Option(
        help: ArgumentHelp("Whose center it is for, if several are trusted.", valueName: "name"))
    var publisher: String?

    @OptionGroup var ticket: TicketOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var out: OutputOptions

    func validate() throws {
        func need(_ isThere: Bool, _ what: String) throws {
            guard isThere else {
                throw ValidationError("--operation \(operation.rawValue) needs \(what)")
            }
        }
        switch operation {
        case .firstRun, .recovery:
            try need(registration != nil && pinFile != nil, "--registration and --pin-file")
            try need(bind != nil, "--bind")
        case .emergency:
            try need(registration != nil && pinFile != nil, "--registration and --pin-file")
        case .recover, .pins, .pinRequest: try need(registration != nil, "--registration")
        case .bind, .addSpare, .promote:
            try need(license != nil && key != nil, "--license and --key")
        case .undoPromotion, .exchange: try need(license != nil, "--license")
        case .replaceKey:
            try need(license != nil && key != nil && lost != nil, "--license, --lost and --key")
        }
        guard !unchanged || operation == .recovery else {
            throw ValidationError("--unchanged goes with --operation recovery")
        }
    }

    func run() async throws {
        let local = try SiteTask(store, machine, out)
        let post = try SealedPost(local, to: publisher)
        let (errand, then) = try errand(local)
        try post.send(errand, then: then, as: output)
        guard !out.json else { return }
        if then != nil {
            Console.print(
                "It asks for what your key is to sign; its answer leads to a second file.")
        }
    }

    private func errand(_ local: SiteTask) throws -> (Errand, then: JSONObject?) {
        let pin = try PINOptions.pin(in: pinFile)
        if let license {
            return operation == .exchange
                ? (try exchange(local, license), nil) : try rebinding(local, license, pin)
        }
        guard let registration else { throw ValidationError("--registration is missing") }
        switch (operation, pin) {
        case (.firstRun, let pin?), (.recovery, let pin?):
            guard let bind else { throw ValidationError("--bind is missing") }
            let licensees = Licensees(in: local.site.store)
            let errand = try Errand.activation(
                local, registration, operation == .firstRun ? .firstRun : .recovery,
                isUnchanged: unchanged, pin,
                licensees.data(of: registration, from: ticket.licenseeFile),
                bind: bind)
            return (errand, nil)
        case (.emergency, let pin?): return (try .emergency(local, registration, pin), nil)
        case (.pins, let pin?): return (.pins(registration, pin), nil)
        case (.pinRequest, _):
            guard ticket.withoutPin == (pin == nil) else {
                throw ValidationError("either --pin-file or --without-pin")
            }
            return (try .ticket(local, registration, ticket, pin), nil)
        default:
            let then = JSONObject(["operation": .string(operation.rawValue)])
            return (.challenge(registration, for: "\(operation.rawValue)-\(registration)"), then)
        }
    }

    private func exchange(_ local: SiteTask, _ license: LicenseID) throws -> Errand {
        guard let phone = try local.site.contents.license(license).license.phone else {
            throw CommandFailure("\(license) was not given by phone, and stays as it is")
        }
        return try .exchange(local, phone)
    }

    private func rebinding(
        _ local: SiteTask, _ license: LicenseID, _ pin: PIN?
    ) throws -> (Errand, then: JSONObject?) {
        let registration = try local.registration(of: license)
        let change = try change(local.site.store)
        if let pin { return (.rebinding(local, registration, license, change, pin), nil) }
        let then = change.json.adding(JSONObject(["license": .string(license.description)]))
        return (.challenge(registration, for: "\(operation.rawValue)-\(license)"), then)
    }

    private func change(_ store: LicenseStore) throws -> BindingRequest.Change {
        func named() throws -> ProposedKey { try ProposedKey(named: key ?? "", in: store) }
        switch operation {
        case .bind: return .bind(try named())
        case .addSpare: return .addSpare(try named())
        case .promote: return .promote(try KeyID.argument(key ?? ""))
        case .undoPromotion: return .undoPromotion
        case .replaceKey: return .replace(lost: try KeyID.argument(lost ?? ""), by: try named())
        case .firstRun, .recovery, .recover, .emergency, .exchange, .pins, .pinRequest:
            throw ValidationError("--license does not go with --operation \(operation.rawValue)")
        }
    }
}
