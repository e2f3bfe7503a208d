import ArgumentParser
import CommandLineFront
import FileSystem
import Foundation
import LicenseBinding
import LicensingCenter

struct LicenseIssue: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue",
        abstract: "Sign a license.",
        discussion: """
            Bindings: key:KEY, machine:FILE, key-or-machine:KEY,FILE, key-and-machine:KEY,FILE; \
            KEY is an ID as keybound keys list shows it, or the file of keybound keys enroll, and \
            FILE is one of keybound machine snapshot.
            """)

    @Option(help: "The program that the license is for.")
    var product: String

    @Option(help: "Whom the license is issued to.")
    var licensee: String

    @Option(help: ArgumentHelp("What the license is bound to.", valueName: "binding"))
    var bind: Anchor

    @Option(help: ArgumentHelp("A further key that may stand in; repeatable.", valueName: "key"))
    var spare: [String] = []

    @Option(help: "How many of the keys must be present.")
    var quorum = 1

    @Option(help: "Any missing part refuses (strict), or one is forgiven (tolerant).")
    var machinePolicy = MachineBinding.Policy.tolerant

    @Option(name: .shortAndLong, help: ArgumentHelp("The new license file.", valueName: "file"))
    var output: String

    @OptionGroup var server: SeatServerOption
    @OptionGroup var terms: TermsOptions
    @OptionGroup var home: HomeOptions

    func validate() throws {
        guard
            bind.mode.hasKeys
                || spare.isEmpty && quorum == 1 && terms.minimumAssurance == .identified
        else {
            throw ValidationError(
                "--spare, --quorum and --minimum-assurance need a binding with a key")
        }
        guard server.seatServer == nil || bind.mode.hasKeys && terms.terms.hasSeats else {
            throw ValidationError("--seat-server goes with a binding with a key and with seats")
        }
        guard 1...(spare.count + 1) ~= quorum else {
            throw ValidationError("--quorum must be from 1 to the number of keys")
        }
    }

    func run() throws {
        let home = try home.publisherHome()
        let now = CommandContext.current.clock().time
        var license = License(
            publisher: try home.publisher().publisher, issuedAt: now,
            id: LicenseID(random: CommandContext.current.random(20)),
            licensee: Licensee(name: licensee), product: Product(id: product),
            binding: try binding(home, now))
        license.take(terms.terms)
        try home.issue(license, as: output, now: now)
    }

    private func binding(_ home: PublisherHome, _ now: Date) throws -> Binding {
        let named =
            (bind.key.map { [($0, BoundKey.Role.primary)] } ?? []) + spare.map { ($0, .spare) }
        let keys = try named.map { key, role in
            try home.boundKey(key, role: role, minimum: terms.minimumAssurance, now: now)
        }
        guard Set(keys.map(\.id)).count == keys.count else {
            throw CommandFailure("one key cannot be two keys of a license")
        }
        let machine = try bind.machine().map {
            MachineBinding($0, policy: machinePolicy, salt: CommandContext.current.random(16))
        }
        var binding = Binding(mode: bind.mode, keys: keys, quorum: quorum, machine: machine)
        binding.seatServer = try server.key()
        return binding
    }
}

extension PublisherHome {
    /// Signs the license into a new file, if it is one that sites accept.
    func issue(_ license: License, as path: String, now: Date) throws {
        let file = Array(try issuer(now: now).file(of: license).utf8)
        try ensureAccepted { reader throws(Refusal) in _ = try reader.license(file) }
        try NamedFile.add(path, with: file)
        Console.print("\(license.id) as \(path)")
        if let problem = license.seatProblem { Console.note(problem) }
    }

    /// Makes sure that sites which trust this publisher accept what it signed.
    func ensureAccepted(
        _ read: (inout DocumentReader) throws(Refusal) -> Void
    ) throws(HomeError) {
        var reader = DocumentReader(trusting: [try publisher()])
        do throws(Refusal) {
            try read(&reader)
        } catch {
            throw .refusedEverywhere(error)
        }
    }
}

extension MachineBinding.Policy: ExpressibleByArgument {}
