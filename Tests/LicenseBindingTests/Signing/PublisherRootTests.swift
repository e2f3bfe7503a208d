import LicenseBinding
import TestPublisher
import Testing

struct PublisherRootTests {
    private let root = TestPublisher().root

    @Test func `the file that a publisher hands out is read again`() throws {
        let file = Array(JSONValue.object(root.jwk).indented.utf8)
        #expect(try PublisherRoot(parsing: file) == root)
    }

    /// The key and thumbprint of RFC 8037, appendix A.
    @Test func `a key has the thumbprint of the RFC`() throws {
        let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
        let key = try VerifyingKey(
            jwk: Claims(JSONObject(["kty": "OKP", "crv": "Ed25519", "x": .string(x)])))
        #expect(key.thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
    }

    @Test(arguments: [
        ("kty", "EC"), ("crv", "X25519"), ("x", "AAAA"), ("x", "not base64url"), ("kid", "other"),
        ("iss", ""),
    ])
    func `another kind of key or a broken one is refused`(member: String, value: String) {
        var jwk = root.jwk
        jwk[member] = .string(value)
        #expect(throws: Defect.self) {
            try PublisherRoot(parsing: jwk.compactBytes)
        }
    }

    @Test(arguments: ["kty", "crv", "x", "iss"])
    func `a key without what it needs is refused`(member: String) {
        var jwk = root.jwk
        jwk[member] = nil
        #expect(throws: Defect.claim(member, expected: "a value")) {
            try PublisherRoot(parsing: jwk.compactBytes)
        }
    }

    @Test func `a private key is refused`() {
        var jwk = root.jwk
        jwk["d"] = .string(Base64URL.encode([UInt8](repeating: 1, count: 32)))
        #expect(throws: Defect.self) {
            try PublisherRoot(parsing: jwk.compactBytes)
        }
    }

    @Test(arguments: [0, 31, 33, 64])
    func `a key has 32 bytes`(count: Int) {
        #expect(VerifyingKey([UInt8](repeating: 1, count: count)) == nil)
    }
}
