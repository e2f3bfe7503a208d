import HardwareKeys
import LicenseBinding
import LicenseStore
import SeatProtocol
import USBBus

/// Has the hardware key of a license speak for a seat server.
struct SeatSigner: Sendable {
    /// What came of it.
    enum Outcome {
        case word(KeyWord, in: USBAddress)
        case obstacle(SeatAuthority.Obstacle)
    }

    let store: LicenseStore
    let detector: KeyDetector
    /// The server's own key.
    let server: any SigningKey
    private let patience: Duration

    /// - Parameter patience: how long a key that another program uses is waited for; seats go on meanwhile.
    init(
        _ store: LicenseStore, _ detector: KeyDetector, for server: any SigningKey,
        patience: Duration = .seconds(12)
    ) {
        self.store = store
        self.detector = detector
        self.server = server
        self.patience = patience
    }

    /// The word of the first key that gives one, those that sign before the others.
    /// - Parameter challenge: 32 bytes.
    func word(over challenge: [UInt8], for license: SignedLicense) async throws -> Outcome {
        let bound = license.binding.keys(behind: server.publicKey)
        guard !bound.isEmpty else {
            switch license.binding.seatServer {
            case nil: return .obstacle(.serverUnnamed)
            // The publisher asks for a key that signs.
            case server.publicKey?: return .obstacle(.keyAbsent)
            case _?: return .obstacle(.otherServer)
            }
        }
        let credentials = bound.compactMap(\.credential)
        let counters = store.counters(of: credentials.map(\.keyID))
        let question = KeyQuestion(
            about: credentials, challenge: challenge, patience: patience,
            waitingFor: NeededKeys([
                (Set(credentials.isEmpty ? bound.map(\.id) : credentials.map(\.keyID)), 1)
            ]), countingOthers: !credentials.isEmpty)
        let keys = try await detector.asking(question).found().get()
        defer {
            // A store that cannot be written makes a copy harder to notice, and stops nobody.
            try? store.record(keys.counters)
        }
        // A copy is not covered up by a spare.
        return try signature(of: keys, by: credentials, after: counters)
            ?? sighting(of: keys, among: bound, over: challenge)
            ?? .obstacle(isBusy(keys, bound, credentials) ? .keyBusy : .keyAbsent)
    }

    /// - Returns: nothing if no key has signed.
    private func signature(
        of keys: [HardwareKey], by credentials: [KeyCredential], after counters: [KeyID: UInt32]
    ) -> Outcome? {
        var copied: Outcome?
        for key in keys {
            for credential in credentials {
                guard let answer = key.answer(by: credential),
                    case .success(let counter) = answer.outcome
                else { continue }
                let last = counters[credential.keyID] ?? 0
                guard key.state != .duplicateID, counter.follows(last) else {
                    copied = .obstacle(.keyCopied(credential.keyID))
                    continue
                }
                return .word(
                    KeyWord(of: credential.keyID, answer.assertion), in: key.device.address)
            }
        }
        return copied
    }

    /// - Returns: nothing if no key is there that shows an ID.
    private func sighting(
        of keys: [HardwareKey], among bound: [BoundKey], over challenge: [UInt8]
    ) throws -> Outcome? {
        var copied: Outcome?
        for key in keys {
            guard let id = key.id, id.assurance == .identified,
                bound.contains(where: { $0.id == id })
            else { continue }
            switch key.state {
            case .ready:
                return .word(
                    try KeyWord(seeing: id, over: challenge, by: server), in: key.device.address)
            case .duplicateID: copied = .obstacle(.keyCopied(id))
            case .needsRuntime, .unenrolled, .anonymous, .noAccess, .busy: break
            }
        }
        return copied
    }

    /// Whether another program uses what may be one of the keys.
    private func isBusy(
        _ keys: [HardwareKey], _ bound: [BoundKey], _ credentials: [KeyCredential]
    ) -> Bool {
        keys.contains { key in
            guard key.state == .busy else { return false }
            guard let id = key.id else { return !key.provesItself || !credentials.isEmpty }
            return bound.contains { $0.id == id }
        }
    }
}
