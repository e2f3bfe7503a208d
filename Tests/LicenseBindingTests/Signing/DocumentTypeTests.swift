import LicenseBinding
import TestPublisher
import Testing

struct DocumentTypeTests {
    private let publisher = TestPublisher()

    @Test func `a file says what it is`() throws {
        let list = RevocationList(
            publisher: publisher.name, sequence: 1, issuedAt: TestTime.issued)
        #expect(DocumentType(claimedBy: try publisher.file(of: .sample())) == .license)
        #expect(
            DocumentType(claimedBy: Array(try publisher.issuer.file(of: list).utf8))
                == .revocations)
        #expect(DocumentType(claimedBy: Array(try publisher.certificate().utf8)) == .issuer)
    }

    @Test(arguments: ["", "\n", ".", "x.y.z", "e30.e30.", "\0", "{\"typ\":\"license+jwt\"}"])
    func `a file that says nothing has no type`(text: String) {
        #expect(DocumentType(claimedBy: Array(text.utf8)) == nil)
    }

    @Test func `a type that is not known is none`() throws {
        let fixtures = [
            try Fixture.header("", "typ", "JWT"), try Fixture.header("", "typ", nil),
            try Fixture.header("", "typ", .integer(1)),
        ]
        for fixture in fixtures { #expect(DocumentType(claimedBy: fixture.bytes) == nil) }
    }
}
