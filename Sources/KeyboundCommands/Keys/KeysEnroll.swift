import ArgumentParser
import CommandLineFront
import FileSystem
import HardwareKeys
import KeyAttestation
import LicenseBinding
import LicenseStore
import USBBus
import VerdictText

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
            "The enrollment of a key on another computer, which is not taken again; repeatable.",
            valueName: "file"))
    var beside: [String] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The new enrollment file.", discussion: "Default: the one in the license store.",
            valueName: "file"))
    var output: String?

    @OptionGroup var store: StoreOptions
    @OptionGroup var json: OutputOptions

    func run() async throws {
        let store = try store.store()
        let publisher = try ChosenPublisher(named: publisher, in: store)
        let known = KnownKeys(of: store)
        let credentials =
            try known.credentials + beside.map { try Enrollment(file: $0).claimedCredential() }
        if let output, NamedFile.exists(output) {
            throw CommandFailure("\(output) is there already, and is left as it is")
        }
        let key = try await choose(knowing: credentials)
        try refuseAgain(key, publisher, known)
        let enrollment = try await enroll(key, for: publisher.root, excluding: credentials)
        let credential = try believe(enrollment, of: key, publisher.policy)
        tell(key, credential, publisher.root, try keep(enrollment, of: credential, in: store))
    }

    private func choose(knowing credentials: [KeyCredential]) async throws -> HardwareKey {
        let question = KeyQuestion(about: credentials, countingOthers: true)
        let found = try await PluggedKeys.detector(asking: question).found().get()
            .filter(\.provesItself)
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

    /// One enrollment of a stick serves all licenses of a publisher, and two would make it two keys.
    private func refuseAgain(
        _ key: HardwareKey, _ publisher: ChosenPublisher, _ known: KnownKeys
    ) throws {
        let party = RelyingParty.id(of: publisher.root.key.thumbprint)
        let answer = key.answers.first { $0.isValid && $0.credential.relyingParty == party }
        guard let id = answer?.credential.keyID else { return }
        let file = known.files[id].map { "; its enrollment: \($0)" } ?? ""
        throw refuse(
            key, "it is enrolled already as \(id), and one stick cannot be two keys" + file)
    }

    private func believe(
        _ enrollment: Enrollment, of key: HardwareKey, _ policy: AttestationPolicy
    ) throws -> KeyCredential {
        do throws(EnrollmentDefect) {
            let attestation = try enrollment.verified()
            try policy.accept(attestation, at: CommandContext.current.clock().time)
            return attestation.credential
        } catch {
            throw refuse(key, error.text)
        }
    }

    /// What a touch was given for is not lost, though the place that was named takes no file.
    /// - Returns: the path of the file that goes to the publisher.
    private func keep(
        _ enrollment: Enrollment, of credential: KeyCredential, in store: LicenseStore
    ) throws -> String {
        let file = enrollment.json.file
        let kept = Result { () throws(StoreError) in
            try store.keepEnrollment(of: credential.key.thumbprint, file: file)
        }
        guard let output else { return try kept.get() }
        do throws(FileError) {
            try NamedFile.add(output, with: file)
        } catch {
            let place = (try? kept.get()).map { "; the enrollment is kept as \($0)" } ?? ""
            throw CommandFailure(error.text + place)
        }
        if case .failure(let error) = kept {
            Console.note("not kept in the license store: \(error.text)")
        }
        return output
    }

    private func tell(
        _ key: HardwareKey, _ credential: KeyCredential, _ root: PublisherRoot, _ path: String
    ) {
        guard !json.json else {
            return Console.print(
                JSONObject([
                    "id": .string(credential.keyID.description), "file": .string(path),
                    "aaguid": .string(credential.model.description),
                ]))
        }
        Console.print("\(key.name.printable) is enrolled as \(credential.keyID)")
        Console.print("Send to \(root.publisher.printable): \(path)")
    }

    func refuse(_ key: HardwareKey, _ reason: String) -> ExitCode {
        if json.json {
            Console.print(JSONObject(["refused": .string(reason)]))
        } else {
            Console.print("\(key.name.printable) is not enrolled: \(reason.printable)")
        }
        return .refused
    }
}
