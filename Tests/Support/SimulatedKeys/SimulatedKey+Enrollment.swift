import Crypto
package import LicenseBinding
import Synchronization

extension SimulatedKey {
    /// Makes a credential without a word on the bus.
    /// - Returns: the credential ID, and x and y of its public key.
    package func enroll(for relyingParty: String) -> (id: [UInt8], publicKey: [UInt8]) {
        let privateKey = P256.Signing.PrivateKey()
        let id = Array(SHA256.hash(data: privateKey.publicKey.rawRepresentation)) + model + model
        state.withLock {
            $0.credentials[id] = Credential(relyingParty: relyingParty, privateKey: privateKey)
        }
        return (id, Array(privateKey.publicKey.rawRepresentation))
    }

    /// The same, as licenses hold it.
    package func credential(for relyingParty: String) -> KeyCredential {
        let (id, publicKey) = enroll(for: relyingParty)
        guard let key = CredentialKey(publicKey), let model = AAGUID(model) else {
            preconditionFailure("a new P-256 key has a public key, and a model 16 bytes")
        }
        return KeyCredential(key: key, relyingParty: relyingParty, id: id, model: model)
    }
}
