import ArgumentParser
import CenterClient
import CenterProtocol
import CommandLineFront
import FileSystem
import LicenseBinding
import LicenseStore
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

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "In the dialog: the new file of a request that goes by a file.", valueName: "file"))
    var output = "request.json"

    @Option(
        help: ArgumentHelp(
            "Whose center a request by file is for, if several are trusted.", valueName: "name"))
    var publisher: String?

    @OptionGroup var store: StoreOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var out: OutputOptions

    func validate() throws {
        guard !unchanged || operation == .recovery else {
            throw ValidationError("--unchanged goes with --operation recovery")
        }
    }

    func run() async throws {
        let local = try SiteTask(store, machine, out)
        guard let registration, let operation, let bind, let pinFile else {
            guard DialogTerminal.isThere, !out.json else {
                throw ValidationError(
                    "without a terminal --registration, --pin-file, --operation and --bind are needed"
                )
            }
            return try await dialog(local)
        }
        let licensee = try Licensees(in: local.site.store).data(
            of: registration, from: licenseeFile)
        let errand = try Errand.activation(
            local, registration, operation, isUnchanged: unchanged, PINOptions.read(pinFile),
            licensee, bind: bind)
        try await CenterTask(center, local).run(errand)
    }

    private func dialog(_ local: SiteTask) async throws {
        let store = local.site.store
        var draft = ActivationDraft(in: store) ?? ActivationDraft()
        if let registration, registration != draft.registration {
            // Another kit has its own PINs and its own licensee.
            let isByFile = draft.isByFile
            draft = ActivationDraft()
            (draft.isByFile, draft.registration) = (isByFile, registration)
        }
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
        if let address = center.center { draft.center = address.text }
        var dialog = ActivationDialog(local: local, centerOptions: center, draft: draft)
        do {
            guard let errand = try await dialog.run() else { return }
            try SealedPost(local, to: publisher).send(errand, as: output)
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
