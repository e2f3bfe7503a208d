import ArgumentParser
import CommandLineFront
import FileSystem
import LicenseBinding
import VerdictText

struct LicenseRebind: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebind",
        abstract: "Sign a license anew for another key; it takes the place of the old one.")

    @Argument(help: "The license file that is replaced.")
    var file: String

    @Option(
        help: ArgumentHelp(
            "The key that the new license is bound to: its ID, or the file of its enrollment.",
            valueName: "key"))
    var toKey: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The new license file.", valueName: "file"))
    var output: String

    @OptionGroup var server: SeatServerOption
    @OptionGroup var home: HomeOptions

    func run() throws {
        let home = try home.publisherHome()
        let now = CommandContext.current.clock().time
        var license = try read(trusting: home.publisher())
        let key = try home.boundKey(
            toKey, role: .primary, minimum: license.binding.minimumAssurance, now: now)
        license.supersedes = [license.id]
        license.id = LicenseID(random: CommandContext.current.random(20))
        license.issuedAt = now
        license.binding = license.binding.bound(to: key)
        if let named = try server.key() {
            license.binding.seatServer = named
        } else if license.binding.signsAlways {
            license.binding.seatServer = nil
        }
        try home.issue(license, as: output, now: now)
    }

    private func read(trusting publisher: PublisherRoot) throws -> License {
        let bytes = try NamedFile.read(file, atMost: DocumentType.license.limit)
        var reader = DocumentReader(trusting: [publisher])
        do throws(Refusal) {
            return try reader.license(bytes).license
        } catch {
            let text = RefusalText(error)
            throw CommandFailure("\(file) is no license of ours: \(text.code): \(text.found)")
        }
    }
}

extension Binding {
    /// The binding with another primary key. Spares stay, and a machine that stood for itself
    /// gives way to the key.
    fileprivate func bound(to key: BoundKey) -> Binding {
        var binding = self
        let spares = keys.filter { $0.role == .spare && $0.id != key.id }
        binding.keys = [key] + spares
        binding.quorum = min(quorum, binding.keys.count)
        if mode == .machine {
            binding.mode = .key
            binding.machine = nil
        }
        return binding
    }
}
