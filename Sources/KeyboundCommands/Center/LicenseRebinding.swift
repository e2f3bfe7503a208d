import ArgumentParser
import CenterProtocol
import CommandLineFront
import LicenseBinding
import LicenseStore

/// What the commands that bind a license otherwise have in common.
struct RebindingOptions: ParsableArguments {
    @Argument(help: "The license ID.")
    var license: LicenseID

    @OptionGroup var center: CenterOptions

    @Option(
        help: ArgumentHelp(
            "A PIN of the license's workplace, where nothing that it is bound to can prove itself: a file, or - "
                + "for standard input.", valueName: "file"))
    var pinFile: String?

    @OptionGroup var store: StoreOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var output: OutputOptions

    /// Asks the center for a change: by a PIN that was named, else by a FIDO2 key or the computer.
    func run(_ change: (LicenseStore) throws -> BindingRequest.Change) async throws {
        let local = try SiteTask(store, machine, output)
        let registration = try local.registration(of: license)
        let change = try change(local.site.store)
        let task = try CenterTask(center, local)
        if let pin = try PINOptions.pin(in: pinFile) {
            return try await task.run(.rebinding(local, registration, license, change, pin))
        }
        let head = local.head(registration)
        let prover = try await task.prover(registration)
        guard
            let part = try await prover.part(
                for: license,
                { [license] _ in
                    BindingRequest.asked(head: head, license: license, change: change)
                })
        else {
            throw CommandFailure(
                "nothing here proves that \(license) is yours: no FIDO2 key of it is plugged in, and it is not "
                    + "bound to this computer. Name a PIN of its workplace: --pin-file FILE")
        }
        let request = BindingRequest(
            head: head, license: license, change: change, authority: .anchor(part))
        let body = try await task.post(CenterPath.bindings, request.json)
        try await local.tell([local.install(body)])
    }
}

struct LicenseBind: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bind",
        abstract: "Bind a license to a key, in place of its primary key or of the computer.")

    @OptionGroup var rebinding: RebindingOptions

    @Option(help: ArgumentHelp("The key: its ID, or the file of its enrollment.", valueName: "key"))
    var toKey: String

    func run() async throws {
        try await rebinding.run { .bind(try ProposedKey(named: toKey, in: $0)) }
    }
}

struct LicenseAddSpare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add-spare", abstract: "Let a further key stand in for the primary one.")

    @OptionGroup var rebinding: RebindingOptions

    @Option(help: ArgumentHelp("The key: its ID, or the file of its enrollment.", valueName: "key"))
    var key: String

    func run() async throws {
        try await rebinding.run { .addSpare(try ProposedKey(named: key, in: $0)) }
    }
}

struct LicensePromote: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote",
        abstract: "Make a spare the primary key, or undo that within a week.")

    @OptionGroup var rebinding: RebindingOptions

    @Option(help: ArgumentHelp("The spare's ID.", valueName: "key"))
    var spare: String?

    @Flag(help: "Undo the last promotion.")
    var undo = false

    func validate() throws {
        guard undo != (spare != nil) else { throw ValidationError("either --spare or --undo") }
    }

    func run() async throws {
        try await rebinding.run { _ in
            try spare.map { .promote(try KeyID.argument($0)) } ?? .undoPromotion
        }
    }
}

struct LicenseReplaceKey: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replace-key",
        abstract: "Put another key in the place of one that is lost, which is withdrawn.",
        discussion:
            "With a spare key that proves itself no PIN is needed; else with an unused backup PIN.")

    @OptionGroup var rebinding: RebindingOptions

    @Option(help: ArgumentHelp("The lost key's ID.", valueName: "key"))
    var lost: String

    @Option(
        help: ArgumentHelp("The new key: its ID, or the file of its enrollment.", valueName: "key"))
    var with: String

    func run() async throws {
        try await rebinding.run {
            .replace(lost: try KeyID.argument(lost), by: try ProposedKey(named: with, in: $0))
        }
    }
}
