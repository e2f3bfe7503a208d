import Crypto
package import FoundationEssentials

/// The key to which requests to a publisher's licensing center are sealed (HPKE, RFC 9180): an X25519 public key (as a
/// JWK: RFC 8037, section 2) that the publisher's root has certified.
package struct SealingKey: Hashable, Sendable {
    /// How many bytes it has.
    package static let count = 32

    package let bytes: [UInt8]
    /// The RFC 7638 thumbprint (SHA-256, base64url).
    package let thumbprint: String
    /// The root's word for it, a JWS of type `sealing+jwt`.
    package let certificate: String

    /// A key that the root certifies now.
    package init(
        _ bytes: [UInt8], of publisher: String, certifiedBy root: some SigningKey, at time: Date
    ) throws {
        let header = JSONObject([
            "alg": "EdDSA", "typ": .string(DocumentType.sealing.rawValue),
            "kid": .string(root.publicKey.thumbprint),
        ])
        let payload = JSONObject([
            "iss": .string(publisher), "iat": .integer(time.seconds),
            "jwk": .object(
                JSONObject([
                    "kty": "OKP", "crv": "X25519", "x": .string(Base64URL.encode(bytes)),
                ])),
        ])
        certificate = try CompactJWS.sign(payload, header: header, with: root)
        self.bytes = bytes
        thumbprint = Self.thumbprint(of: bytes)
    }

    /// A certificate that this root has signed.
    init(certificate text: String, by root: VerifyingKey, of publisher: String) throws(Defect) {
        let expected = "a key that the publisher's root has certified"
        let document = try CompactJWS(Array(text.utf8)[...])
        let header = Claims(document.header)
        guard text.utf8.count <= DocumentType.sealing.limit, document.isSigned(by: root),
            try header.string("typ") == DocumentType.sealing.rawValue
        else { throw .claim("sealing", expected: expected) }
        let claims = try Claims(parsing: document.payload)
        guard try claims.string("iss") == publisher else {
            throw .claim("sealing", expected: expected)
        }
        let jwk = try claims.required("jwk", claims.claims("jwk"))
        try jwk.require("kty", "OKP")
        try jwk.require("crv", "X25519")
        bytes = try jwk.bytes("x", count: Self.count)
        thumbprint = Self.thumbprint(of: bytes)
        certificate = text
    }

    package static func thumbprint(of bytes: [UInt8]) -> String {
        let members = #"{"crv":"X25519","kty":"OKP","x":"\#(Base64URL.encode(bytes))"}"#
        return Base64URL.encode(SHA256.hash(data: Array(members.utf8)))
    }
}
