import Crypto
import LicenseBinding
import TestPublisher
import Testing

struct DocumentReaderTests {
    private let publisher = TestPublisher()

    @Test func `a genuine license is read with the key that signed it`() throws {
        let signed = try publisher.signed(.sample())
        #expect(signed.license == .sample())
        #expect(signed.issuingKey == publisher.issuingKey.publicKey.thumbprint)
    }

    @Test func `a reader that trusts nobody reads nothing`() throws {
        var reader = DocumentReader(trusting: [])
        let kid = publisher.rootKey.publicKey.thumbprint
        let file = try publisher.file(of: .sample())
        #expect(throws: Refusal.issuerUnknown(.untrustedRoot(kid: kid))) {
            try reader.license(file)
        }
    }

    @Test func `of several publishers each signs for itself alone`() throws {
        let stranger = TestPublisher.stranger
        var reader = DocumentReader(trusting: [stranger.root, publisher.root])
        let theirs = License.sample(publisher: stranger.name)
        #expect(try reader.license(publisher.file(of: .sample())).license == .sample())
        #expect(try reader.license(stranger.file(of: theirs)).license == theirs)
        let borrowed = try publisher.file(of: theirs)
        #expect(
            throws: Refusal.issuerUnknown(
                .publisherMismatch(expected: publisher.name, found: stranger.name))
        ) { try reader.license(borrowed) }
    }

    @Test func `a root certifies for its own publisher alone`() throws {
        let named = DocumentReader(
            trusting: [PublisherRoot(publisher: "Renamed", key: publisher.rootKey.publicKey)])
        var reader = named
        let file = try publisher.file(of: .sample())
        #expect(
            throws: Refusal.issuerUnknown(
                .publisherMismatch(expected: "Renamed", found: publisher.name))
        ) { try reader.license(file) }
    }

    @Test func `a file that is too large is refused before it is read`() throws {
        var reader = publisher.reader
        let limit = 256 * 1024
        let huge = [UInt8](repeating: UInt8(ascii: "A"), count: 10 * 1024 * 1024)
        #expect(throws: Refusal.malformed(.tooLarge(limit: limit))) { try reader.license(huge) }
        var license = License.sample()
        license.others["padding"] = .string(String(repeating: "x", count: 150_000))
        #expect(throws: Never.self) { try reader.license(publisher.file(of: license)) }
        license.others["padding"] = .string(String(repeating: "x", count: 200_000))
        let large = try publisher.file(of: license)
        #expect(throws: Refusal.malformed(.tooLarge(limit: limit))) { try reader.license(large) }
    }

    @Test func `ES256 is refused even with a signature that fits`() throws {
        let key = P256.Signing.PrivateKey()
        var header = try publisher.header()
        header["alg"] = "ES256"
        let message = [header, License.sample().json]
            .map { Base64URL.encode(JSONValue.object($0).compact.utf8) }.joined(separator: ".")
        let signature = try key.signature(for: Array(message.utf8)).rawRepresentation
        let file = Array((message + "." + Base64URL.encode(signature)).utf8)
        var reader = publisher.reader
        #expect(throws: Refusal.signatureInvalid(.algorithm(found: "ES256"))) {
            try reader.license(file)
        }
    }

    @Test func `reasons name what was found`() throws {
        var reader = publisher.reader
        func reason(_ fixture: Fixture) -> Refusal? {
            #expect(throws: Refusal.self) { try reader.license(fixture.bytes) }
        }
        let line = try Fixture.segments().joined(separator: ".")
        #expect(reason(Fixture("", "")) == .malformed(.empty))
        #expect(reason(Fixture("", line + "\r\n")) == .malformed(.notOneLine))
        #expect(reason(Fixture("", "a.b")) == .malformed(.segments(found: 2)))
        #expect(reason(Fixture("", line + ".x")) == .malformed(.segments(found: 4)))
        #expect(reason(Fixture("", line + "=")) == .malformed(.encoding(segment: 3)))
        #expect(
            reason(try .header("", "crit", .strings(["x"]))) == .malformed(.critical(["x"])))
        #expect(
            reason(try .payload("", "{\"a\":1,\"a\":2}"))
                == .malformed(.json(.duplicateMember("a"))))
        #expect(
            reason(try .claim("", "seats", .members(["count": .integer(0)])))
                == .malformed(.claim("seats.count", expected: "an integer from 1 to 1000000")))
    }

    @Test func `a claim is not believed before the signature`() throws {
        var reader = publisher.reader
        let stranger = TestPublisher.stranger.issuingKey
        let line = try publisher.line(
            header: Fixture.headerText(), payload: "not even JSON", by: stranger)
        #expect(throws: Refusal.signatureInvalid(.mismatch)) {
            try reader.license(Array(line.utf8))
        }
    }
}
