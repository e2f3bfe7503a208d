import Crypto
import LicenseStore

/// The key to which the center seals what only this site may read: `reply.key` (0600) in the store.
enum ReplyKey {
    static func key(of store: LicenseStore) throws -> Curve25519.KeyAgreement.PrivateKey {
        try Curve25519.KeyAgreement.PrivateKey(
            rawRepresentation: StoreSecret.bytes(of: "reply.key", in: store))
    }
}
