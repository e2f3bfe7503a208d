import ArgumentParser
import CommandLineFront
import HardwareKeys
import LicenseBinding
import LicenseStore
import USBBus

struct KeysTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Let a key prove itself, and tell how long it took.")

    @Argument(help: "The key's ID.", transform: { try KeyID.argument($0) })
    var id: KeyID

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let store = try store.store()
        let credentials = KnownKeys(of: store).credentials.filter { $0.keyID == id }
        if case .fido2 = id, credentials.isEmpty {
            throw CommandFailure(
                "the key \(id) was not enrolled here, and no license here is bound to it: it "
                    + "cannot be asked; those that can: keybound keys list")
        }
        let last = store.counters(of: [id])[id]
        let detector = KeyDetector(
            catalog: .site(), ports: SitePorts.current,
            question: KeyQuestion(
                about: credentials, patience: ProofRound.patience, countingOthers: true))
        let began = ContinuousClock.now
        let keys = try await detector.found().get()
        let duration = ContinuousClock.now - began
        let key = keys.first { key in
            key.ids.contains(id) || key.answers.contains { $0.credential.keyID == id }
        }
        guard let key else { throw absence(keys) }
        let answer = key.answers.first { $0.credential.keyID == id }
        if let counter = try? answer?.outcome.get() { try store.record([id: counter]) }
        try tell(key, answer?.outcome, last, answer?.duration ?? duration)
    }

    private func tell(
        _ key: HardwareKey, _ outcome: Result<UInt32, ProofDefect>?, _ last: UInt32?,
        _ duration: Duration
    ) throws {
        let counter = try? outcome?.get()
        let defect = key.state == .duplicateID ? key.reason : defect(of: outcome, after: last)
        let milliseconds = Int64((duration / .milliseconds(1)).rounded())
        if output.json {
            Console.print(
                JSONObject([
                    "key": .object(key.json), "milliseconds": .integer(milliseconds),
                    "counter": counter.map { .integer(Int64($0)) },
                    "proven": .bool(outcome != nil && defect == nil),
                    "defect": .optional(defect),
                ]))
        } else {
            let assurance = id.assurance
            let rows = [
                ["key", id.description], ["model", key.name.printable],
                ["port", key.device.port.description],
                ["assurance", "\(assurance.rawValue): \(assurance.sentence)"],
                ["time", "\(milliseconds) ms"],
            ]
            Console.table(rows + (counter.map { [["counter", "\($0)"]] } ?? []))
            Console.print(verdict(outcome != nil, defect))
        }
        if defect != nil { throw ExitCode.refused }
    }

    /// What speaks against the key.
    private func defect(
        of outcome: Result<UInt32, ProofDefect>?, after last: UInt32?
    ) -> String? {
        switch outcome {
        case nil: nil
        case .failure(let defect): defect.text
        case .success(let counter):
            last.flatMap { last in
                counter.follows(last)
                    ? nil
                    : "its counter was \(last) before and is \(counter) now: there is a copy of it"
            }
        }
    }

    private func verdict(_ proves: Bool, _ defect: String?) -> String {
        if let defect { return Tone.bad("not proven") + ": \(defect)" }
        return proves
            ? Tone.good("proven") + ": it signed a fresh number, and nobody touched it"
            : "It is there. A key of this kind shows its ID and proves nothing."
    }

    private func absence(_ keys: [HardwareKey]) -> CommandFailure {
        let others = keys.filter { $0.provesItself && $0.state != .unenrolled }
        let hint = others.compactMap(\.reason).map { " " + $0 }.joined()
        return CommandFailure("the key \(id) is not plugged in: keybound keys list" + hint)
    }
}

extension KeyID {
    static func argument(_ text: String) throws -> KeyID {
        guard let id = KeyID(text) else {
            throw ValidationError("\(text) is no key ID; those that are: keybound keys list")
        }
        return id
    }
}
