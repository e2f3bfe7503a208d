package import Crypto
import FoundationEssentials
package import LicenseBinding

/// Something that only whoever has asked can read, whatever way it comes: sealed by HPKE (RFC 9180, base mode; X25519,
/// HKDF-SHA256, ChaCha20-Poly1305) to the key of the request, with its ID.
package struct SealedReply: Hashable, Sendable {
    private static let name = "keybound reply 1"

    private let key: [UInt8]
    private let sealed: [UInt8]

    package init(_ content: JSONObject, to recipient: [UInt8], for request: RequestID) throws {
        var sender = try HPKE.Sender(
            recipientKey: Curve25519.KeyAgreement.PublicKey(rawRepresentation: recipient),
            ciphersuite: .Curve25519_SHA256_ChachaPoly, info: Data(Self.name.utf8))
        sealed = Array(
            try sender.seal(
                content.compactBytes,
                authenticating: Array(request.description.utf8)))
        key = Array(sender.encapsulatedKey)
    }

    package init(_ claims: Claims) throws(Defect) {
        key = try claims.bytes("key")
        sealed = try claims.bytes("sealed")
    }

    package var json: JSONObject {
        JSONObject([
            "key": .string(Base64URL.encode(key)), "sealed": .string(Base64URL.encode(sealed)),
        ])
    }

    /// What was given; nothing if it is for another key or request, or was changed.
    package func opened(
        by recipient: Curve25519.KeyAgreement.PrivateKey, for request: RequestID
    ) -> Claims? {
        // Whatever is wrong with it, it cannot be read.
        guard
            var opener = try? HPKE.Recipient(
                privateKey: recipient, ciphersuite: .Curve25519_SHA256_ChachaPoly,
                info: Data(Self.name.utf8), encapsulatedKey: Data(key)),
            let content = try? opener.open(
                sealed, authenticating: Array(request.description.utf8))
        else { return nil }
        return try? Claims(parsing: Array(content))
    }
}
