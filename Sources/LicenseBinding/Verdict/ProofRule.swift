/// A key with a private key must have signed the asker's nonce, for this license, a moment ago.
enum ProofRule {
    /// - Returns: why the key is not believed; nothing if it is, or has nothing to prove.
    static func refusal(
        of bound: BoundKey, _ seen: PresentKey, for license: LicenseID, _ use: Evidence.Use
    ) -> Refusal? {
        guard let credential = bound.credential else { return nil }
        do throws(ProofDefect) {
            guard let presented = seen.proof else { throw .absent }
            let counter = try counter(of: presented, by: credential, for: license, use)
            guard let last = presented.lastCounter, !counter.follows(last) else { return nil }
            return .keyCloneSuspected(bound.id, .counter(counter, last: last))
        } catch {
            return .keyProofFailed(bound.id, error)
        }
    }

    private static func counter(
        of presented: PresentedProof, by credential: KeyCredential, for license: LicenseID,
        _ use: Evidence.Use
    ) throws(ProofDefect) -> UInt32 {
        guard presented.age >= .zero, presented.age <= use.longestProof else {
            throw .stale(age: presented.age)
        }
        guard let proof = presented.proof else { throw .absent }
        let request = ProofRequest(license: license, nonce: presented.nonce)
        return try proof.verify(request, by: credential)
    }
}

extension Evidence.Use {
    /// How old a proof may be. A program that starts waits 12 seconds for a busy key; one that runs
    /// is proven every 10 minutes.
    var longestProof: Duration {
        switch self {
        case .start: .seconds(60)
        case .running: .seconds(720)
        }
    }
}

extension UInt32 {
    /// Whether a counter of signatures may come after another one. Some keys have none and say 0
    /// for ever; others count in steps of their own.
    package func follows(_ last: UInt32) -> Bool {
        last == 0 || self > last
    }
}
