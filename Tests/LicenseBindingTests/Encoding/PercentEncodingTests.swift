import LicenseBinding
import Testing

struct PercentEncodingTests {
    @Test(arguments: [
        ("", ""), ("AZaz09._-", "AZaz09._-"), ("a b", "a%20b"), ("100%", "100%25"),
        ("a:b/c~", "a%3Ab%2Fc%7E"), ("é", "%C3%A9"), ("\0\n", "%00%0A"),
    ])
    func `only plain characters stay`(text: String, encoded: String) {
        #expect(PercentEncoding.encode(text) == encoded)
        #expect(PercentEncoding.decode(encoded) == text)
    }

    @Test func `digits of either case and bare characters are read`() {
        #expect(PercentEncoding.decode("%c3%A9 é") == "é é")
    }

    @Test(arguments: [
        "%", "a%", "%4", "%4%", "%%41", "%G0", "%+1", "% 1", "%-1", "%4é", "%１0", "%FF", "%C3",
        "%C0%80", "%ED%A0%80",
    ])
    func `broken escapes and bytes that are no text are refused`(text: String) {
        #expect(PercentEncoding.decode(text) == nil)
    }
}
