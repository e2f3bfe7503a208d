import HardwareKeys
import LicenseBinding
import LicenseStore
import SeatProtocol
import USBBus

/// Lets the hardware key of a license sign for a seat server.
struct SeatSigner: Sendable {
    /// What came of it.
    enum Outcome {
        case signed(KeyAssertion, by: KeyID, in: USBAddress)
        case obstacle(SeatAuthority.Obstacle)
    }

    let store: LicenseStore
    let detector: KeyDetector
    private let patience: Duration

    /// - Parameter patience: how long a key that another program uses is waited for; seats go on meanwhile.
    init(
        _ store: LicenseStore, _ detector: KeyDetector, patience: Duration = .seconds(12)
    ) {
        self.store = store
        self.detector = detector
        self.patience = patience
    }

    /// - Parameter challenge: 32 bytes.
    func signature(
        over challenge: [UInt8], for license: SignedLicense
    ) async throws(USBError) -> Outcome {
        let credentials = license.binding.credentials
        let counters = store.counters(of: credentials.map(\.keyID))
        let question = KeyQuestion(
            about: credentials, challenge: challenge, patience: patience,
            waitingFor: NeededKeys([(Set(credentials.map(\.keyID)), 1)]), countingOthers: true)
        let keys = try await detector.asking(question).found().get()
        defer {
            // A store that cannot be written makes a copy harder to notice, and stops nobody.
            try? store.record(keys.counters)
        }
        var obstacle: SeatAuthority.Obstacle?
        for key in keys {
            for credential in credentials {
                guard let answer = key.answer(by: credential),
                    case .success(let counter) = answer.outcome
                else { continue }
                let last = counters[credential.keyID] ?? 0
                guard key.state != .duplicateID, counter.follows(last) else {
                    obstacle = .keyCopied(credential.keyID)
                    continue
                }
                return .signed(answer.assertion, by: credential.keyID, in: key.device.address)
            }
        }
        if let obstacle { return .obstacle(obstacle) }
        return .obstacle(keys.contains { $0.state == .busy } ? .keyBusy : .keyAbsent)
    }
}
