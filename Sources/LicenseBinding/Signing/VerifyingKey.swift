import Crypto
import FoundationEssentials

/// An Ed25519 public key (RFC 8032; as a JWK: RFC 8037).
package struct VerifyingKey: Hashable, Sendable {
    /// The 32 bytes of the key.
    package let bytes: [UInt8]
    /// The RFC 7638 thumbprint (SHA-256, base64url), by which headers name the key.
    package let thumbprint: String

    package init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
        let members = #"{"crv":"Ed25519","kty":"OKP","x":"\#(Base64URL.encode(bytes))"}"#
        thumbprint = Base64URL.encode(SHA256.hash(data: Array(members.utf8)))
    }

    package func isValid(_ signature: [UInt8], for message: ArraySlice<UInt8>) -> Bool {
        // Nothing is lost: bytes that are no point of the curve verify nothing.
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else {
            return false
        }
        return key.isValidSignature(signature, for: message)
    }
}
