import FIDO2
package import LicenseBinding
import SystemThreads
package import USBBus

/// One look at all keys, in which every FIDO2 key signs a nonce of each license at once.
package struct ProofRound: Sendable {
    /// How long a start waits for a key that another program uses.
    package static let patience = Duration.seconds(12)

    package let keys: [HardwareKey]
    private let batch: ProofBatch?
    private let asked: ContinuousClock.Instant
    /// The counters as they were before.
    private let counters: [KeyID: UInt32]

    /// - Parameters:
    ///   - requests: a fresh nonce for each license.
    ///   - bindings: those of the licenses.
    ///   - detector: who looks at the keys.
    ///   - others: what else is known, to call keys by their names.
    ///   - counters: the last counter of each key.
    package init(
        asking requests: [ProofRequest], for bindings: [Binding], by detector: KeyDetector,
        knowing others: [KeyCredential], after counters: [KeyID: UInt32],
        patience: Duration = patience
    ) async throws(USBError) {
        self.counters = counters
        batch = requests.isEmpty ? nil : ProofBatch(requests)
        asked = .now
        let own = bindings.flatMap(\.credentials)
        let question = KeyQuestion(
            about: own.isEmpty ? [] : own + others, challenge: batch?.challenge,
            patience: patience, waitingFor: NeededKeys(of: bindings),
            // A stranger's key may be the one, and be busy.
            countingOthers: !own.isEmpty)
        keys = try await detector.asking(question).found().get()
    }

    /// The keys and what they proved, for one of the licenses.
    package func evidence(for license: LicenseID) -> [PresentKey] {
        let index = batch?.requests.firstIndex { $0.license == license }
        guard let batch, let index else { return keys.flatMap(\.evidence) }
        let nonce = batch.requests[index].nonce
        return keys.flatMap { key in
            key.evidence.map { seen in
                var seen = seen
                let answer = seen.id.flatMap { key.answer(as: $0) }
                seen.proof = answer.map { answer in
                    PresentedProof(
                        nonce: nonce, proof: batch.proof(of: index, by: answer.assertion),
                        age: .now - asked, lastCounter: counters[answer.credential.keyID])
                }
                return seen
            }
        }
    }

    /// The counters that keys have shown by a right signature.
    package var newCounters: [KeyID: UInt32] { keys.counters }
}

extension [HardwareKey] {
    /// The counters that keys have shown by a right signature.
    package var counters: [KeyID: UInt32] {
        let shown = flatMap(\.answers).compactMap { answer in
            (try? answer.outcome.get()).map { (answer.credential.keyID, $0) }
        }
        return Dictionary(shown, uniquingKeysWith: Swift.max)
    }
}

extension KeyDetector {
    /// What is to be seen of keys that prove nothing; none where no binding has one.
    package func identifiedKeys(
        of bindings: [Binding]
    ) async throws(USBError) -> [PresentKey] {
        guard bindings.contains(where: { $0.keys.contains { $0.credential == nil } }) else {
            return []
        }
        return try await found().get().flatMap(\.evidence).filter { !$0.provesItself }
    }

    /// The keys that are plugged in now; the thread that asks them is nobody else's.
    package func found() async -> Result<[HardwareKey], USBError> {
        await SystemThread.run { Result { () throws(USBError) in try keys() } }
    }
}
