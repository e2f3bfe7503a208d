import Crypto
import FoundationEssentials

/// The public key of a FIDO2 credential: ES256, which every authenticator has (ECDSA on P-256 with
/// SHA-256, RFC 7518, section 3.4).
package struct CredentialKey: Hashable, Sendable {
    /// The point: 32 bytes of x, 32 bytes of y.
    package let bytes: [UInt8]
    /// The RFC 7638 thumbprint (SHA-256, base64url), which is the key's ID.
    package let thumbprint: String

    /// - Returns: nothing for what is no point of the curve.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == 64,
            (try? P256.Signing.PublicKey(rawRepresentation: bytes)) != nil
        else { return nil }
        self.bytes = bytes
        let (x, y) = (Base64URL.encode(bytes[..<32]), Base64URL.encode(bytes[32...]))
        let members = #"{"crv":"P-256","kty":"EC","x":"\#(x)","y":"\#(y)"}"#
        thumbprint = Base64URL.encode(SHA256.hash(data: Array(members.utf8)))
    }

    /// - Parameter signature: a DER signature (CTAP 2.1, section 6.2; RFC 3279, section 2.2.3).
    package func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        // Nothing is lost: bytes that are no signature verify nothing.
        guard let key = try? P256.Signing.PublicKey(rawRepresentation: bytes),
            let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature)
        else { return false }
        return key.isValidSignature(signature, for: message)
    }
}

extension CredentialKey {
    /// The key as a JSON Web Key (RFC 7518, section 6.2.1).
    package var jwk: JSONObject {
        JSONObject([
            "kty": "EC", "crv": "P-256", "x": .string(Base64URL.encode(bytes[..<32])),
            "y": .string(Base64URL.encode(bytes[32...])),
        ])
    }

    init(jwk: Claims) throws(Defect) {
        try jwk.require("kty", "EC")
        try jwk.require("crv", "P-256")
        let x = try jwk.bytes("x", count: 32)
        let y = try jwk.bytes("y", count: 32)
        guard let key = CredentialKey(x + y) else {
            throw .claim("jwk", expected: "a point of the curve P-256")
        }
        self = key
    }
}
