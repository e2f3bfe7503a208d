import ArgumentParser
import CommandLineFront
import FileSystem
import Foundation
import LicenseBinding

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

    @Option(help: "How hard to copy each key must be at least.")
    var minimumAssurance = Assurance.identified

    @Option(help: "Any missing part refuses (strict), or one is forgiven (tolerant).")
    var machinePolicy = MachineBinding.Policy.tolerant

    @Option(
        help: ArgumentHelp(
            "How long a running program goes on without the key: 90s, 15m, 12h, 3d.",
            discussion: "Default: 3d.", valueName: "duration"),
        transform: { try Duration.argument($0) })
    var graceRunning = Grace().running

    @Option(
        help: ArgumentHelp(
            "How long after its key was last seen a program starts without it.",
            discussion: "Default: 0d.", valueName: "duration"),
        transform: { try Duration.argument($0) })
    var graceStart = Grace().start

    @Option(
        help: ArgumentHelp(
            "The end of the term: a day (2027-12-31, in UTC, included) or an RFC 3339 time.",
            valueName: "date"),
        transform: { text in
            guard let date = Timestamp.end(text) else {
                throw ValidationError("\(text) is no day such as 2027-12-31")
            }
            return date
        })
    var expires: Date?

    @Option(help: ArgumentHelp("A licensed feature; repeatable.", valueName: "name[=seats]"))
    var feature: [Feature] = []

    @Option(help: "Concurrent uses on a network.")
    var seats: Int?

    @Option(name: .shortAndLong, help: ArgumentHelp("The new license file.", valueName: "file"))
    var output: String

    @OptionGroup var home: HomeOptions

    func validate() throws {
        guard bind.mode.hasKeys || spare.isEmpty && quorum == 1 && minimumAssurance == .identified
        else {
            throw ValidationError(
                "--spare, --quorum and --minimum-assurance need a binding with a key")
        }
        guard 1...(spare.count + 1) ~= quorum else {
            throw ValidationError("--quorum must be from 1 to the number of keys")
        }
        guard seats.map({ 1...1_000_000 ~= $0 }) ?? true else {
            throw ValidationError("--seats must be from 1 to 1000000")
        }
        guard Set(feature.map(\.name)).count == feature.count else {
            throw ValidationError("each feature once")
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
        license.expires = expires
        license.features = feature
        license.seats = seats.map { Seats(count: $0) }
        try home.issue(license, as: output, now: now)
    }

    private func binding(_ home: PublisherHome, _ now: Date) throws -> Binding {
        let named =
            (bind.key.map { [($0, BoundKey.Role.primary)] } ?? []) + spare.map { ($0, .spare) }
        let keys = try named.map { key, role in
            try home.boundKey(key, role: role, minimum: minimumAssurance, now: now)
        }
        guard Set(keys.map(\.id)).count == keys.count else {
            throw CommandFailure("one key cannot be two keys of a license")
        }
        let machine = try bind.machine().map {
            MachineBinding($0, policy: machinePolicy, salt: CommandContext.current.random(16))
        }
        return Binding(
            mode: bind.mode, keys: keys, quorum: quorum, minimumAssurance: minimumAssurance,
            grace: Grace(running: graceRunning, start: graceStart), machine: machine)
    }
}

extension PublisherHome {
    /// Signs the license into a new file, if it is one that sites accept.
    func issue(_ license: License, as path: String, now: Date) throws {
        let file = Array(try issuer(now: now).file(of: license).utf8)
        try ensureAccepted { reader throws(Refusal) in _ = try reader.license(file) }
        try NamedFile.add(path, with: file)
        Console.print("\(license.id) as \(path)")
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
extension Assurance: ExpressibleByArgument {}

extension Feature: ExpressibleByArgument {
    package init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty else { return nil }
        guard parts.count == 2 else {
            self.init(name: String(name))
            return
        }
        guard let seats = Int(parts[1]), 1...1_000_000 ~= seats else { return nil }
        self.init(name: String(name), seats: seats)
    }
}
