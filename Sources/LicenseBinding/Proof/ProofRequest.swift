import Crypto

/// What a proof is to be over: the asker's nonce, for one license.
package struct ProofRequest: Hashable, Sendable {
    package let license: LicenseID
    package let nonce: Nonce

    package init(license: LicenseID, nonce: Nonce) {
        self.license = license
        self.nonce = nonce
    }

    /// The request as an entry of the tree. No license ID holds a zero byte.
    var entry: [UInt8] {
        Array(license.description.utf8) + [0] + nonce.bytes
    }
}

/// All requests that a key answers with one signature.
package struct ProofBatch: Sendable {
    package let requests: [ProofRequest]
    private let tree: MerkleTree

    /// - Parameter requests: from one to ``MerklePath/mostEntries``.
    package init(_ requests: [ProofRequest]) {
        precondition(requests.count <= MerklePath.mostEntries, "too many requests for one proof")
        self.requests = requests
        tree = MerkleTree(over: requests.map(\.entry))
    }

    /// What the key signs, together with its own data (`clientDataHash`).
    package var challenge: [UInt8] { Self.challenge(over: tree.root) }

    /// Each request's proof, once the key has answered, in the order of the requests.
    package func proofs(by assertion: KeyAssertion) -> [KeyProof] {
        requests.indices.map { KeyProof(assertion: assertion, path: tree.path(to: $0)) }
    }

    /// SHA-256 over the protocol's name, a zero byte and the tree's root. A browser signs the hash of
    /// a JSON text instead, so neither can be taken for the other.
    static func challenge(over root: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: Array("keybound proof v1".utf8) + [0] + root))
    }
}
