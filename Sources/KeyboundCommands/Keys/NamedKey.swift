import CommandLineFront
import HardwareKeys
import LicenseBinding
import LicenseStore
import USBBus

/// Keys that a person names, by an ID or by the port that they are plugged into.
enum NamedKey {
    /// Looks for them, and waits for a FIDO2 key of that ID which another program uses.
    /// - Returns: one at least.
    static func found(_ name: String, in store: LicenseStore) async throws -> [HardwareKey] {
        let id = KeyID(name)
        let provesItself = id.map { $0.assurance == .signed }
        let question = KeyQuestion(
            about: provesItself == false ? [] : KnownKeys(of: store).credentials,
            patience: provesItself == true ? ProofRound.patience : KeyQuestion.shortPatience,
            waitingFor: NeededKeys(id.map { [$0] } ?? []), countingOthers: provesItself != false)
        let all = try await PluggedKeys.detector(asking: question).found().get()
        let keys = all.filter { key in
            id.map(key.names) ?? key.isAt(name)
        }
        guard keys.isEmpty else { return keys }
        let doubts = all.filter { key in id.map(key.mayStillBe) ?? false }.map(\.doubt)
        throw CommandFailure(
            (["no key \(name) is plugged in; those that are: keybound keys list --all"] + doubts)
                .joined(separator: "\n"))
    }
}

extension HardwareKey {
    /// Whether it says that it is this one, rightly or not.
    fileprivate func names(_ id: KeyID) -> Bool {
        ids.contains(id) || answer(as: id) != nil
    }

    fileprivate func isAt(_ port: String) -> Bool {
        (places.isEmpty ? [device.port] : places).contains { $0.description == port }
    }

    /// Whether it may be this one, and would not say.
    fileprivate func mayStillBe(_ id: KeyID) -> Bool {
        mayBe(id) || provesItself && state == .unenrolled && problem != nil
    }

    fileprivate var doubt: String {
        provesItself
            ? "\(name) at \(place) may be it, and does not prove it: \(reason ?? "")"
            : "\(name) at \(place) may be it: \(reason ?? "")"
    }
}
