package import Crypto
package import LicenseBinding

/// A private Ed25519 key whose bytes all are its seed, so that every run signs the same.
package struct SeededKey: SigningKey, Sendable {
    package let privateKey: Curve25519.Signing.PrivateKey
    package let publicKey: VerifyingKey

    package init(seed: UInt8) {
        let bytes = [UInt8](repeating: seed, count: 32)
        guard let privateKey = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes),
            let publicKey = VerifyingKey(Array(privateKey.publicKey.rawRepresentation))
        else { preconditionFailure("any 32 bytes are an Ed25519 key") }
        self.privateKey = privateKey
        self.publicKey = publicKey
    }

    package func signature(for message: [UInt8]) throws -> [UInt8] {
        Array(try privateKey.signature(for: message))
    }
}
