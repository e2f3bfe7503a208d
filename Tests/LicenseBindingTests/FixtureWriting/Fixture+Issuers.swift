import LicenseBinding
import TestPublisher

extension Fixture {
    /// Issuing keys that the publisher's root did not certify for this.
    static func issuers() throws -> [Fixture] {
        let code = "ISSUER_UNKNOWN-"
        let stranger = TestPublisher.stranger
        let issuers = [
            try issuer(code + "certificate-expired", publisher.expiredCertificate),
            try issuer(
                code + "certificate-not-yet-valid", publisher.certificate(from: TestTime.now)),
            try issuer(code + "certificate-for-revocations", publisher.certificateForRevocations),
            try issuer(code + "certificate-for-nothing", publisher.certificate(for: [])),
            try issuer(code + "certificate-by-other-root", publisher.certificateByStranger),
            try issuer(code + "certificate-changed", changedCertificate()),
            try issuer(code + "certificate-signed-by-itself", selfSigned()),
            try issuer(
                code + "certificate-of-another-key",
                publisher.certificate(of: publisher.rotated.issuingKey.publicKey)),
            try issuer(
                code + "certificate-of-another-publisher",
                publisher.certificate(publisher: stranger.name)),
            try issuer(
                code + "stolen-certificate", by: TestPublisher.stranger, publisher.certificate()),
            Fixture(code + "stranger", try stranger.file(of: .sample(publisher: stranger.name))),
            try claim(code + "other-publisher-name", "iss", .string(stranger.name)),
            Fixture(code + "signed-by-root", try signedByRoot()),
        ]
        return try issuers + malformed()
    }

    private static func malformed() throws -> [Fixture] {
        let code = "MALFORMED-certificate-"
        let license = try segments().joined(separator: ".")
        return [
            try issuer(code + "empty", ""), try issuer(code + "is-a-license", license),
            try issuer(code + "with-line-feed", publisher.certificate() + "\n"),
            try issuer(code + "too-large", String(repeating: "A", count: 10_000)),
            try issuer(code + "with-private-key", certificate("jwk", privateJWK())),
            try issuer(code + "without-end", certificate("exp", nil)),
            try issuer(code + "without-purposes", certificate("purposes", nil)),
        ]
    }

    /// A correctly signed certificate with another claim.
    private static func certificate(_ claim: String, _ value: JSONValue?) throws -> String {
        let parts = try publisher.certificate().split(separator: ".").map(String.init)
        var claims = try Claims(parsing: Base64URL.decode(parts[1]) ?? []).object
        claims[claim] = value
        let header = String(decoding: Base64URL.decode(parts[0]) ?? [], as: UTF8.self)
        return try publisher.line(
            header: header, payload: JSONValue.object(claims).compact, by: publisher.rootKey)
    }

    private static func privateJWK() -> JSONValue {
        var jwk = publisher.issuingKey.publicKey.jwk
        jwk["d"] = .string(Base64URL.encode([UInt8](repeating: 2, count: 32)))
        return .object(jwk)
    }

    /// A certificate that was made longer after it was signed.
    private static func changedCertificate() throws -> String {
        let parts = try publisher.expiredCertificate.split(separator: ".").map(String.init)
        let longer = try publisher.certificate().split(separator: ".").map(String.init)
        return parts[0] + "." + longer[1] + "." + parts[2]
    }

    /// The issuing key certifies itself and says that it is the root.
    private static func selfSigned() throws -> String {
        let parts = try publisher.certificate().split(separator: ".").map(String.init)
        let decoded = parts.map { Base64URL.decode($0) ?? [] }
        return try publisher.line(header: decoded[0], payload: decoded[1])
    }

    private static func signedByRoot() throws -> String {
        var header = try publisher.header()
        header["kid"] = .string(publisher.rootKey.publicKey.thumbprint)
        return try publisher.line(
            header: JSONValue.object(header).compact, payload: claimsText(), by: publisher.rootKey)
    }
}
