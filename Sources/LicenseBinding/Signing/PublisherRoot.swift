/// A publisher's root key: what programs and sites carry to recognize the publisher's issuing keys.
package struct PublisherRoot: Hashable, Sendable {
    /// The publisher's name, which the `iss` of its licenses repeats.
    package let publisher: String
    package let key: VerifyingKey

    package init(publisher: String, key: VerifyingKey) {
        self.publisher = publisher
        self.key = key
    }

    /// The file that a publisher hands out: a public JWK with the publisher's name in `iss`.
    package init(parsing file: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: file)
        key = try VerifyingKey(jwk: claims)
        publisher = try claims.text("iss")
        guard !publisher.isEmpty else { throw .claim("iss", expected: "the publisher's name") }
    }

    package var jwk: JSONObject {
        var jwk = key.jwk
        jwk["iss"] = .string(publisher)
        return jwk
    }
}
