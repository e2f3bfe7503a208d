/// A private Ed25519 key, wherever it lives: in a file, in a token.
package protocol SigningKey: Sendable {
    var publicKey: VerifyingKey { get }

    /// The 64 bytes of the signature (RFC 8032, section 5.1.6).
    func signature(for message: [UInt8]) throws -> [UInt8]
}
