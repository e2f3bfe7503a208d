/// A proof as evidence: what was asked, what came, and when.
package struct PresentedProof: Hashable, Sendable {
    package let nonce: Nonce
    /// None if the key gave no answer that could be a proof.
    package let proof: KeyProof?
    /// How long ago the nonce was asked, by the asker's own monotonic clock.
    package let age: Duration
    /// The key's counter before it was asked, if whoever asks made the key sign: one signature answers
    /// many askers, and only the one that made it can compare.
    package let lastCounter: UInt32?

    package init(nonce: Nonce, proof: KeyProof?, age: Duration, lastCounter: UInt32? = nil) {
        self.nonce = nonce
        self.proof = proof
        self.age = age
        self.lastCounter = lastCounter
    }
}
