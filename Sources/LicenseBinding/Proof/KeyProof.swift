import Crypto

/// A key's answer to one request: the signature over a tree of requests, and the way from the
/// request to the tree's root.
package struct KeyProof: Hashable, Sendable {
    package let assertion: KeyAssertion
    package let path: MerklePath

    package init(assertion: KeyAssertion, path: MerklePath) {
        self.assertion = assertion
        self.path = path
    }
}

/// Why a proof proves nothing.
package enum ProofDefect: Error, Hashable, Sendable {
    /// The key gave none.
    case absent
    /// The key's own data or the path is not what it has to be.
    case malformed
    /// It is for another relying party.
    case relyingParty
    /// It was made with a touch, or by a credential that may be copied (bits 3 and 4).
    case flags(UInt8)
    /// It is not what this key signs over this nonce for this license: the nonce, the license or the
    /// key is another one.
    case signature
    /// It answers what was asked too long ago.
    case stale(age: Duration)
}

extension KeyProof {
    /// Makes sure that the key of this credential has answered the request.
    /// - Returns: the key's counter of signatures.
    package func verify(
        _ request: ProofRequest, by credential: KeyCredential,
        for purpose: ProofPurpose = .presence
    ) throws(ProofDefect) -> UInt32 {
        guard let root = path.root(from: request.entry) else { throw .malformed }
        return try assertion.verify(ProofBatch.challenge(over: root, for: purpose), by: credential)
    }
}

extension KeyAssertion {
    /// Makes sure that the key of this credential signed the challenge, and nobody touched it.
    /// - Returns: the key's counter of signatures.
    package func verify(
        _ challenge: [UInt8], by credential: KeyCredential
    ) throws(ProofDefect) -> UInt32 {
        guard let data = AuthenticatorData(authenticatorData) else { throw .malformed }
        let relyingParty = SHA256.hash(data: Array(credential.relyingParty.utf8))
        guard data.relyingPartyHash == Array(relyingParty) else { throw .relyingParty }
        guard data.isSilent else { throw .flags(data.flags) }
        guard credential.key.isValid(signature, for: authenticatorData + challenge) else {
            throw .signature
        }
        return data.counter
    }
}
