import Crypto
import LicenseBinding
import TestPublisher

extension Fixture {
    /// Correctly signed licenses whose header asks for something else.
    static func headers() throws -> [Fixture] {
        let code = "MALFORMED-"
        return [
            try header(code + "type-jwt", "typ", "JWT"),
            try header(code + "type-revocations", "typ", "revocations+jwt"),
            try header(code + "type-upper-case", "typ", "LICENSE+JWT"),
            try header(code + "type-missing", "typ", nil),
            try header(code + "type-null", "typ", .null),
            try header(code + "critical-unknown", "crit", .strings(["future"])),
            try header(code + "critical-empty", "crit", .array([])),
            try header(code + "critical-null", "crit", .null),
            try header(code + "critical-b64", "crit", .strings(["b64"])),
            try header(code + "key-name-missing", "kid", nil),
            try header(code + "key-name-number", "kid", .integer(1)),
            try header(code + "issuer-missing", "issuer", nil),
            try header(code + "issuer-object", "issuer", .object(JSONObject())),
            Fixture(code + "header-array", try publisher.line(header: "[]", payload: claimsText())),
            Fixture(code + "header-empty", try publisher.line(header: "", payload: claimsText())),
            try header("ISSUER_UNKNOWN-key-name-unknown", "kid", "unknown"),
            try header(
                "ISSUER_UNKNOWN-key-name-of-root", "kid",
                .string(publisher.rootKey.publicKey.thumbprint)),
        ]
    }

    /// Headers that name another algorithm. Most bear the right Ed25519 signature, so that a
    /// reader that ignores `alg` would take them.
    static func algorithms() throws -> [Fixture] {
        let code = "SIGNATURE_INVALID-algorithm-"
        let names = ["none", "None", "HS256", "ES256", "RS256", "eddsa", "Ed25519"]
        var fixtures = try names.map { name in
            try header(code + (name == "None" ? "none-capital" : name), "alg", .string(name))
        }
        fixtures.append(try header(code + "missing", "alg", nil))
        let unsigned = try message(algorithm: "none") + "."
        fixtures.append(Fixture(code + "none-unsigned", unsigned))
        let key = publisher.issuingKey.publicKey
        fixtures.append(Fixture(code + "HS256-by-public-key", try authenticated(by: key.bytes)))
        let jwk = JSONValue.object(key.jwk).compact
        fixtures.append(
            Fixture(code + "HS256-by-public-JWK", try authenticated(by: Array(jwk.utf8))))
        return fixtures
    }

    private static func message(algorithm: String) throws -> String {
        var header = try publisher.header()
        header["alg"] = .string(algorithm)
        return [JSONValue.object(header).compact, claimsText()].map { Base64URL.encode($0.utf8) }
            .joined(separator: ".")
    }

    /// HMAC under what everybody knows: the public key, taken for a shared secret.
    private static func authenticated(by secret: [UInt8]) throws -> String {
        let message = try message(algorithm: "HS256")
        let code = HMAC<SHA256>.authenticationCode(
            for: Array(message.utf8), using: SymmetricKey(data: secret))
        return message + "." + Base64URL.encode(code)
    }
}
