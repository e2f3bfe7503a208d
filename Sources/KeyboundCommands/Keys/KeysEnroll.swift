import ArgumentParser
import CommandLineFront
import FIDO2
import FileSystem
import HardwareKeys
import KeyAttestation
import LicenseBinding
import LicenseStore
import USBBus

struct KeysEnroll: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll",
        abstract: "Let a FIDO2 key be one that a publisher's licenses are bound to.",
        discussion: """
            The key is touched once, and never again. The new file goes to the publisher: \
            keybound-center issue --bind key:FILE
            """)

    @Option(
        help: ArgumentHelp(
            "The publisher, by its name or its root, as keybound publisher list shows them.",
            valueName: "publisher"))
    var publisher: String?

    @Option(help: "The port that the key is plugged into, if there are several.")
    var port: String?

    @Option(
        help: ArgumentHelp(
            "The license that the key is to be added to: its own keys are not taken again.",
            valueName: "license-id"))
    var license: LicenseID?

    @Option(
        help: ArgumentHelp(
            "The enrollment of another key of the same license, which is not taken again; "
                + "repeatable.", valueName: "file"))
    var beside: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("The new enrollment file.", valueName: "file"))
    var output: String

    @OptionGroup var store: StoreOptions
    @OptionGroup var json: OutputOptions

    func run() async throws {
        let store = try store.store()
        let trust = StoreTrust(of: store)
        let root = try chosenRoot(of: trust)
        let policy = try policy(of: root, store, trust)
        let excluded = try excluded(store)
        guard !NamedFile.exists(output) else {
            throw CommandFailure("\(output) is there already, and is left as it is")
        }
        let key = try choose(
            try await PluggedKeys.found(knownTo: store, all: true).filter(\.provesItself))
        let enrollment = try await enroll(key, for: root, excluding: excluded)
        let credential: KeyCredential
        do throws(EnrollmentDefect) {
            let attestation = try enrollment.verified()
            try policy.accept(attestation, at: CommandContext.current.clock().time)
            credential = attestation.credential
        } catch {
            throw refuse(key, error.text)
        }
        try NamedFile.add(output, with: enrollment.json.file)
        guard !json.json else {
            return Console.print(
                JSONObject([
                    "id": .string(credential.keyID.description), "file": .string(output),
                    "aaguid": .string(credential.model.description),
                ]))
        }
        Console.print("\(key.name.printable) is enrolled as \(credential.keyID)")
        Console.print("Send to \(root.publisher.printable): \(output)")
    }

    private func chosenRoot(of trust: StoreTrust) throws -> PublisherRoot {
        let roots = trust.publishers.filter { root in
            publisher.map { root.publisher == $0 || root.key.thumbprint == $0 } ?? true
        }
        guard let root = roots.first else {
            throw CommandFailure(
                (publisher.map { "no publisher \($0) is trusted" } ?? "no publisher is trusted yet")
                    + ": keybound publisher add FILE")
        }
        guard roots.count == 1 else {
            let names = roots.map { "\($0.publisher) (\($0.key.thumbprint))" }
            throw CommandFailure(
                "for which publisher? Name one by --publisher: " + names.joined(separator: ", "))
        }
        return root
    }

    private func policy(
        of root: PublisherRoot, _ store: LicenseStore, _ trust: StoreTrust
    ) throws -> AttestationPolicy {
        var reader = trust.reader
        let (catalog, problems) = store.catalog(of: root.key.thumbprint, readBy: &reader)
        for problem in problems { Console.note(problem.line) }
        guard let attestation = catalog?.attestation else { return AttestationPolicy() }
        do throws(Defect) {
            return try AttestationPolicy(Claims(attestation))
        } catch {
            throw CommandFailure("the publisher's catalog cannot be used: \(error.text)")
        }
    }

    /// The credentials whose key must not become a second key of its own license.
    private func excluded(_ store: LicenseStore) throws -> [KeyCredential] {
        var credentials: [KeyCredential] = []
        if let license {
            credentials += try StoreContents(of: store).license(license).license.binding.credentials
        }
        for file in beside {
            let bytes = try NamedFile.read(file, atMost: Enrollment.limit)
            do {
                credentials.append(try Enrollment(parsing: bytes).verified().credential)
            } catch let error as Defect {
                throw CommandFailure("\(file) is no enrollment of a key: \(error.text)")
            } catch let error as EnrollmentDefect {
                throw CommandFailure("\(file): \(error.text)")
            }
        }
        return credentials
    }

    private func choose(_ found: [HardwareKey]) throws -> HardwareKey {
        let keys = found.filter { key in port.map { $0 == key.device.port.description } ?? true }
        guard let key = keys.first else {
            throw CommandFailure(
                found.isEmpty
                    ? "no FIDO2 key is plugged in"
                    : "no FIDO2 key is in the port \(port ?? ""): keybound keys list --all")
        }
        guard keys.count == 1 else {
            let places = keys.map { "\($0.device.port) (\($0.name))" }.joined(separator: ", ")
            throw CommandFailure("which key? Name its port by --port: \(places)")
        }
        if key.state == .noAccess || key.state == .busy { throw CommandFailure(key.reason ?? "") }
        return key
    }

    private func enroll(
        _ key: HardwareKey, for root: PublisherRoot, excluding excluded: [KeyCredential]
    ) async throws -> Enrollment {
        let enroller = KeyEnroller(key, in: SitePorts.current)
        let wantsPIN = await KeyThread.run {
            Result { () throws(FIDO2Error) in try enroller.wantsPIN() }
        }
        let pin = try wantsPIN.get() ? askPIN(of: key) : nil
        guard let nonce = Nonce(CommandContext.current.random(Nonce.count)) else {
            preconditionFailure("as many bytes as were asked for")
        }
        Console.note("Touch the key \(key.name) at \(key.device.port) when it blinks.")
        let result = await KeyThread.run {
            Result { () throws(KeyEnroller.Failure) in
                try enroller.enroll(
                    for: root.key.thumbprint, nonce: nonce, excluding: excluded.map(\.id), pin: pin)
            }
        }
        do throws(KeyEnroller.Failure) {
            return try result.get()
        } catch .key(.excluded) {
            throw refuse(
                key, "it is one of the license's keys already: one stick cannot be two keys")
        } catch .key(.pin(.required)) where pin == nil {
            throw CommandFailure("the key wants a PIN to be set first, with its maker's program")
        } catch .key(let error) {
            throw error
        } catch .selfTest(let error) {
            guard error != .gone, error != .busy, error != .silent else { throw error }
            throw refuse(
                key,
                "it cannot prove itself without a touch, as a license's key has to: \(error.text)")
        }
    }

    private func askPIN(of key: HardwareKey) throws -> String {
        let pin = CommandContext.current.secret("PIN of \(key.name.printable): ")
        guard let pin else {
            throw CommandFailure("the key wants its PIN, which is asked for at a terminal only")
        }
        return pin
    }

    private func refuse(_ key: HardwareKey, _ reason: String) -> ExitCode {
        if json.json {
            Console.print(JSONObject(["refused": .string(reason)]))
        } else {
            Console.print("\(key.name.printable) is not enrolled: \(reason)")
        }
        return .refused
    }
}
