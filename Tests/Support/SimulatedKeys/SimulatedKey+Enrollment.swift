import Crypto
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
}
