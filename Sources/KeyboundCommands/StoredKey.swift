import CommandLineFront
import Crypto
import FileSystem
import Foundation
import LicenseBinding
import LicenseStore

/// An Ed25519 key in a file of the store (0600), which is made when it is needed first.
struct StoredKey: SigningKey {
    private let key: Curve25519.Signing.PrivateKey
    let publicKey: VerifyingKey

    /// The computer's own key, by which it shows a center that it is the same computer.
    static func device(of store: LicenseStore) throws -> StoredKey {
        try StoredKey("device.key", in: store)
    }

    init(_ name: String, in store: LicenseStore) throws {
        let bytes = try StoreSecret.bytes(of: name, in: store)
        key = try Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        guard let publicKey = VerifyingKey(Array(key.publicKey.rawRepresentation)) else {
            preconditionFailure("an Ed25519 public key has 32 bytes")
        }
        self.publicKey = publicKey
    }

    func signature(for message: [UInt8]) throws -> [UInt8] {
        Array(try key.signature(for: message))
    }
}
