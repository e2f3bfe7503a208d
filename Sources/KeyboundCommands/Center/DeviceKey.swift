import CommandLineFront
import Crypto
import FileSystem
import Foundation
import LicenseBinding
import LicenseStore

/// The computer's own key: `device.key` (0600) in the store, by which it shows a center that it is the same computer.
struct DeviceKey: SigningKey {
    private let key: Curve25519.Signing.PrivateKey
    let publicKey: VerifyingKey

    /// The key of this store, which is made when it is needed first.
    init(of store: LicenseStore) throws {
        let bytes = try StoreSecret.bytes(of: "device.key", in: store)
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
