import Crypto

/// All requests that a key answers with one signature.
package struct ProofBatch: Sendable {
    package let requests: [ProofRequest]
    private let tree: MerkleTree
    private let purpose: ProofPurpose

    /// - Parameter requests: from one to ``MerklePath/mostEntries``.
    package init(_ requests: [ProofRequest], for purpose: ProofPurpose = .presence) {
        precondition(requests.count <= MerklePath.mostEntries, "too many requests for one proof")
        self.requests = requests
        self.purpose = purpose
        tree = MerkleTree(over: requests.map(\.entry))
    }

    /// What the key signs, together with its own data (`clientDataHash`).
    package var challenge: [UInt8] { Self.challenge(over: tree.root, for: purpose) }

    /// The proof of one request, by its place, once the key has answered.
    package func proof(of index: Int, by assertion: KeyAssertion) -> KeyProof {
        KeyProof(assertion: assertion, path: tree.path(to: index))
    }

    /// Each request's proof, in the order of the requests.
    package func proofs(by assertion: KeyAssertion) -> [KeyProof] {
        requests.indices.map { proof(of: $0, by: assertion) }
    }

    /// SHA-256 over the purpose, a zero byte and the tree's root. A browser signs the hash of
    /// a JSON text instead, so neither can be taken for the other.
    static func challenge(over root: [UInt8], for purpose: ProofPurpose) -> [UInt8] {
        Array(SHA256.hash(data: Array(purpose.rawValue.utf8) + [0] + root))
    }
}
