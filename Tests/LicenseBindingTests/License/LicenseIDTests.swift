import LicenseBinding
import Testing

struct LicenseIDTests {
    @Test(arguments: ["a", "0", "_", "A-b_9", String(repeating: "x", count: 64)])
    func `plain names are read`(text: String) {
        #expect(LicenseID(text)?.description == text)
    }

    @Test(arguments: [
        "", "-a", ".", "..", "../a", "a/b", "a.b", "a b", "a\n", "\0", "é", "a:b", "a%20b", "１",
        String(repeating: "x", count: 65),
    ])
    func `what could not be a file's name as it is is refused`(text: String) {
        #expect(LicenseID(text) == nil)
    }

    @Test func `random bytes give an ID that is read again`() {
        let id = LicenseID(random: Array(0..<32))
        #expect(Set(id.description).count == 32)
        #expect(LicenseID(id.description) == id)
        #expect(LicenseID(random: Array(32..<64)) == id)
    }
}
