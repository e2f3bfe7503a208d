import ArgumentParser
import CommandLineFront
import HardwareKeys
import LicenseBinding
import LicenseStore
import USBBus
import VerdictText

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
        let last = store.counters(of: [id])[id]
        guard let key = try await NamedKey.found(id.description, in: store).first else {
            preconditionFailure("one key at least")
        }
        let answer = key.answer(as: id)
        if let counter = try? answer?.outcome.get() {
            Unrecorded.tell(Unrecorded.counters) { () throws(StoreError) in
                try store.record([id: counter])
            }
        }
        try tell(key, answer, last)
    }

    private func tell(
        _ key: HardwareKey, _ answer: CredentialAnswer?, _ last: UInt32?
    ) throws {
        let outcome = answer?.outcome
        let counter = try? outcome?.get()
        let isThere = key.state == .ready || key.provesItself && key.state != .duplicateID
        let defect = isThere ? defect(of: outcome, after: last) : key.reason
        let milliseconds = answer.map { Int64(($0.duration / .milliseconds(1)).rounded()) }
        if output.json {
            Console.print(
                JSONObject([
                    "key": .object(key.json), "milliseconds": milliseconds.map { .integer($0) },
                    "counter": counter.map { .integer(Int64($0)) },
                    "proven": .bool(outcome != nil && defect == nil),
                    "defect": .optional(defect),
                ]))
        } else {
            let rows = [
                ["key", id.text], ["model", key.name.printable], ["port", key.place],
                ["assurance", id.assurance.text],
            ]
            let measured = [
                milliseconds.map { ["time", "\($0) ms"] }, counter.map { ["counter", "\($0)"] },
            ]
            Console.table(rows + measured.compactMap(\.self))
            Console.print(verdict(on: key, outcome != nil, defect))
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

    private func verdict(on key: HardwareKey, _ proves: Bool, _ defect: String?) -> String {
        if let defect { return Tone.bad("not proven") + ": \(defect)" }
        if key.isConfirmed {
            return "It is there: its engine encrypted and decrypted a fresh block. That convinces "
                + "this computer alone, and whoever is asked from afar has to believe it."
        }
        return proves
            ? Tone.good("proven") + ": it signed a fresh number, and nobody touched it"
            : "It is there. A key of this kind shows its ID and proves nothing."
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
