import FoundationEssentials
import LicenseBinding
import TestPublisher
import Testing

struct RevocationListTests {
    private let publisher = TestPublisher()

    private func list(sequence: Int64 = 3) throws -> RevocationList {
        RevocationList(
            publisher: publisher.name, sequence: sequence, issuedAt: TestTime.issued,
            nextUpdate: TestTime.now, licenses: [try #require(LicenseID("sample-1"))],
            keys: ["hasp:7", publisher.issuingKey.publicKey.thumbprint])
    }

    @Test func `a list is read as it was written`() throws {
        var reader = publisher.reader
        let list = try list(sequence: .max)
        let file = try publisher.issuer.file(of: list)
        #expect(try reader.revocations(Array(file.utf8)).list == list)
    }

    @Test func `a license is no list and a list is no license`() throws {
        var reader = publisher.reader
        let list = Array(try publisher.issuer.file(of: list()).utf8)
        let license = try publisher.file(of: .sample())
        #expect(throws: malformed("license+jwt", "revocations+jwt")) { try reader.license(list) }
        #expect(throws: malformed("revocations+jwt", "license+jwt")) {
            try reader.revocations(license)
        }
    }

    @Test func `a key that may sign licenses alone signs no list`() throws {
        var reader = publisher.reader
        let issuer = LicenseIssuer(
            key: publisher.issuingKey, certificate: try publisher.certificate(for: [.license]))
        let file = Array(try issuer.file(of: list()).utf8)
        #expect(
            throws: Refusal.issuerUnknown(.purpose(expected: .revocations, found: [.license]))
        ) { try reader.revocations(file) }
    }

    @Test(arguments: ["iss", "seq", "iat"])
    func `a list without a claim that it needs is refused`(claim: String) throws {
        var reader = publisher.reader
        var header = try publisher.header()
        header["typ"] = "revocations+jwt"
        var claims = try list().json
        claims[claim] = nil
        let file = try publisher.file(header: header, claims: claims)
        #expect(throws: Refusal.malformed(.claim(claim, expected: "a value"))) {
            try reader.revocations(file)
        }
    }

    private func malformed(_ expected: String, _ found: String) -> Refusal {
        .malformed(.type(expected: expected, found: found))
    }

    @Test func `a key is revoked however its ID is spelled`() throws {
        var reader = publisher.reader
        let list = RevocationList(
            publisher: publisher.name, sequence: 1, issuedAt: TestTime.issued,
            keys: ["usb:096E-0006:KEY%2D1", "hasp:007"])
        let file = try publisher.issuer.file(of: list)
        #expect(
            try reader.revocations(Array(file.utf8)).keys == ["usb:096e-0006:KEY-1", "hasp:7"])
    }
}
