/// A publisher's root key: what programs and sites carry to recognize the publisher's issuing keys.
package struct PublisherRoot: Hashable, Sendable {
    /// The publisher's name, which the `iss` of its licenses repeats.
    package let publisher: String
    package let key: VerifyingKey
    /// What requests to the publisher's center are sealed to, if it has one.
    package let sealing: SealingKey?

    package init(publisher: String, key: VerifyingKey, sealing: SealingKey? = nil) {
        self.publisher = publisher
        self.key = key
        self.sealing = sealing
    }

    /// The file that a publisher hands out: a public JWK with the publisher's name in `iss`, and in `sealing` the
    /// certificate of the key for sealed requests.
    package init(parsing file: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: file)
        let key = try VerifyingKey(jwk: claims)
        let publisher = try claims.text("iss")
        guard !publisher.isEmpty else { throw .claim("iss", expected: "the publisher's name") }
        var sealing: SealingKey?
        if let text = try claims.string("sealing") {
            sealing = try SealingKey(certificate: text, by: key, of: publisher)
        }
        self.init(publisher: publisher, key: key, sealing: sealing)
    }

    package var jwk: JSONObject {
        var jwk = key.jwk
        jwk["iss"] = .string(publisher)
        if let sealing { jwk["sealing"] = .string(sealing.certificate) }
        return jwk
    }
}
