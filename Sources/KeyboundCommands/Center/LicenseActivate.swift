import ArgumentParser
import CenterClient
import CenterProtocol
import CommandLineFront
import FileSystem
import HTTPAsking
import LicenseBinding
import LicenseStore
import PhoneCodes
import VerdictText

struct LicenseActivate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate",
        abstract: "Get a license for a PIN: the first run of a workplace, or its recovery.",
        discussion: """
            At a terminal it asks for all that is not given, and an interrupted dialog goes on where it was. A command \
            that was cut off is given again: it asks the same, and gets the same license.

              keybound license activate --center https://licensing.example --registration 1016547536 \\
                --pin-file pin.txt --operation first-run --licensee-file licensee.json --bind key:hasp:978493417

            A computer without network asks by phone, without a PIN, which is said by word. With --json the 48 digits \
            are printed, and keybound license phone-answer takes those that come back.

              keybound license activate --channel phone --registration 1016547536 --entitlement 4711-0815-12343 \\
                --terms-code 123-450 --operation first-run --licensee-file licensee.json --bind machine
            """)

    @OptionGroup var center: CenterOptions

    @Option(
        help: "The registration number of the kit.",
        transform: { try RegistrationNumber.argument($0) })
    var registration: RegistrationNumber?

    @Option(
        help: ArgumentHelp(
            "The file that holds the PIN, or - for standard input.", valueName: "file"))
    var pinFile: String?

    @Option(help: "The first run of a workplace, or a recovery.")
    var operation: ActivationRequest.Operation?

    @Flag(help: "Key and computer are what they were: the same PIN stays active.")
    var unchanged = false

    @Option(
        help: ArgumentHelp(
            "Whom the kit was sold to: {\"name\": \"…\", \"taxID\": \"…\", \"country\": \"…\"}.",
            discussion: "Default: what was given before for this kit.", valueName: "file"))
    var licenseeFile: String?

    @Option(
        help: ArgumentHelp(
            "What the license is bound to: key:ID, machine, key-or-machine:ID or key-and-machine:ID.",
            valueName: "binding"))
    var bind: SiteAnchor?

    @Option(help: "How the request reaches the publisher; default: network.")
    var channel: ActivationChannel?

    @OptionGroup var phone: PhoneOptions
    @OptionGroup var qr: QROptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The new file of a request that goes by a file.", discussion: "Default: request.json.",
            valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Whose center a request by file or phone is for, if several are trusted.",
            valueName: "name"))
    var publisher: String?

    @OptionGroup var store: StoreOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var out: OutputOptions

    private var file: String { output ?? "request.json" }

    func validate() throws {
        guard !unchanged || operation == .recovery else {
            throw ValidationError("--unchanged goes with --operation recovery")
        }
        guard channel == .phone || !qr.isAsked && !phone.isNamed else {
            throw ValidationError(
                "--entitlement, --terms-code, --anew, --qr and --qr-file go with --channel phone")
        }
        guard !qr.qr || !out.json else { throw ValidationError(QROptions.notWithJSON) }
        guard output == nil || channel == nil || channel == .file else {
            throw ValidationError("-o goes with --channel file")
        }
        guard publisher == nil || channel != .network else {
            throw ValidationError("--publisher goes with a request by file or phone")
        }
        guard center.center == nil || channel == nil || channel == .network else {
            throw ValidationError("--center goes with a request over the network")
        }
        guard channel != .phone || pinFile == nil else {
            throw ValidationError("a PIN does not go with --channel phone: it is said by word")
        }
    }

    func run() async throws {
        let local = try SiteTask(store, machine, out)
        if channel == .phone {
            guard let question = try phoneQuestion(local) else {
                return try await dialog(local, lacking: "--entitlement and --terms-code")
            }
            return try await call(local, question)
        }
        guard let registration, let operation, let bind, let pinFile else {
            return try await dialog(local, lacking: "--pin-file")
        }
        let licensee = try Licensees(in: local.site.store).data(
            of: registration, from: licenseeFile)
        let errand = try Errand.activation(
            local, registration, operation, isUnchanged: unchanged, PINOptions.read(pinFile),
            licensee, bind: bind)
        if channel == .file {
            return try SealedPost(local, to: publisher).send(errand, as: file)
        }
        try await CenterTask(center, local).run(errand)
    }

    /// What is asked for by phone, if all of it was named.
    private func phoneQuestion(_ local: SiteTask) throws -> PhoneQuestion? {
        guard let registration, let operation, let bind, let entitlement = phone.entitlement,
            let termsCode = phone.termsCode
        else { return nil }
        return PhoneQuestion(
            kind: RequestCode.Kind(operation, isUnchanged: unchanged), registration: registration,
            entitlement: entitlement, termsCode: termsCode,
            licensee: try Licensees(in: local.site.store).data(
                of: registration, from: licenseeFile), anchor: bind)
    }

    private func call(_ local: SiteTask, _ question: PhoneQuestion) async throws {
        try await PhoneCall(task: PhoneTask(local: local)).run(
            question, of: publisher, isAnew: phone.anew, qr)
    }

    private func dialog(_ local: SiteTask, lacking others: String) async throws {
        guard DialogTerminal.isThere, !out.json else {
            throw ValidationError(
                "without a terminal --registration, --operation, --bind, \(others) are needed")
        }
        let store = local.site.store
        var draft = ActivationDraft(in: store) ?? ActivationDraft()
        if let registration, registration != draft.registration {
            // Another kit has its own PINs and its own licensee.
            let channel = draft.channel
            draft = ActivationDraft()
            (draft.channel, draft.registration) = (channel, registration)
        }
        if let channel { draft.channel = channel }
        if let entitlement = phone.entitlement { draft.entitlement = entitlement }
        if let termsCode = phone.termsCode { draft.termsCode = termsCode }
        if let operation { draft.operation = operation }
        if let pin = try PINOptions.pin(in: pinFile) { draft.pin = pin }
        if unchanged { draft.isUnchanged = true }
        if let bind { draft.binding = bind.text }
        if let licenseeFile, let registration = draft.registration {
            draft.licensee = try Licensees(in: store).data(of: registration, from: licenseeFile)
        }
        // What was named is still looked at, with all that comes after it.
        if pinFile != nil { draft.answered.subtract([.pin, .review]) }
        if operation != nil || unchanged || bind != nil || licenseeFile != nil {
            draft.answered.subtract([.operation, .changes, .licensee, .binding, .review])
        }
        if let address = center.center { draft.center = address.description }
        var dialog = ActivationDialog(local: local, centerOptions: center, draft: draft)
        do {
            switch try await dialog.run() {
            case .done: return
            case .file(let errand): try SealedPost(local, to: publisher).send(errand, as: file)
            case .phone(let question): try await call(local, question)
            }
            ActivationDraft.remove(in: store)
        } catch is DialogTerminal.Closed {
            throw CommandFailure(
                "interrupted; what was answered is kept: keybound license activate goes on there")
        }
    }
}

extension ActivationRequest.Operation: ExpressibleByArgument {}

/// What `--bind` names.
struct SiteAnchor: ExpressibleByArgument {
    let mode: Binding.Mode
    let key: String?

    var text: String { mode.rawValue + (key.map { ":" + $0 } ?? "") }

    init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 1).map(String.init)
        guard let mode = parts.first.flatMap(Binding.Mode.init(rawValue:)),
            mode.hasKeys == (parts.count == 2)
        else { return nil }
        self.mode = mode
        key = parts.count == 2 ? parts[1] : nil
    }
}
