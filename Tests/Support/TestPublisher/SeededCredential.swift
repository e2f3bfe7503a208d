import Crypto
package import LicenseBinding

/// A FIDO2 credential whose private key all tests know, so that every run has the same IDs.
package struct SeededCredential: Sendable {
    private let privateKey: P256.Signing.PrivateKey
    package let credential: KeyCredential

    /// - Parameter seed: from 1; each is a key of its own, all of one model.
    package init(seed: UInt8, relyingParty: String = "licensing.example") {
        let bytes = [UInt8](repeating: seed, count: 32)
        guard let privateKey = try? P256.Signing.PrivateKey(rawRepresentation: bytes),
            let key = CredentialKey(Array(privateKey.publicKey.rawRepresentation)),
            let model = AAGUID([UInt8](repeating: 0xaa, count: 16))
        else { preconditionFailure("\(seed) makes no key") }
        self.privateKey = privateKey
        credential = KeyCredential(
            key: key, relyingParty: relyingParty, id: [UInt8](repeating: seed, count: 64),
            model: model)
    }

    /// What the key answers, or what it should not.
    package func assertion(
        of challenge: [UInt8], counter: UInt32 = 7, flags: UInt8 = 0,
        for relyingParty: String? = nil
    ) throws -> KeyAssertion {
        let party = Array((relyingParty ?? credential.relyingParty).utf8)
        let count = (0..<4).map { UInt8(truncatingIfNeeded: counter >> (24 - 8 * $0)) }
        let data = Array(SHA256.hash(data: party)) + [flags] + count
        let signature = try privateKey.signature(for: data + challenge)
        return KeyAssertion(
            authenticatorData: data, signature: Array(signature.derRepresentation))
    }

    /// The key in a port, with the proof that was just asked for a license.
    package func present(
        for license: LicenseID = License.sample().id, nonce: Nonce = .sample(), counter: UInt32 = 7,
        last: UInt32? = nil, port: String = "1-1"
    ) throws -> PresentKey {
        let batch = ProofBatch([ProofRequest(license: license, nonce: nonce)])
        let assertion = try assertion(of: batch.challenge, counter: counter)
        var key = PresentKey.sample(credential.keyID, port: port)
        key.proof = PresentedProof(
            nonce: nonce, proof: batch.proofs(by: assertion).first, age: .zero, lastCounter: last)
        key.model = credential.model
        key.provesItself = true
        return key
    }
}

extension Nonce {
    package static func sample(_ byte: UInt8 = 1) -> Nonce {
        guard let nonce = Nonce([UInt8](repeating: byte, count: count)) else {
            preconditionFailure("no nonce")
        }
        return nonce
    }
}
