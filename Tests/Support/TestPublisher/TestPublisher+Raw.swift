package import LicenseBinding

extension TestPublisher {
    /// The header of an ordinary license, to be changed member by member.
    package func header(certificate: String? = nil) throws -> JSONObject {
        JSONObject([
            "alg": "EdDSA", "typ": "license+jwt", "kid": .string(issuingKey.publicKey.thumbprint),
            "issuer": .string(try certificate ?? self.certificate()),
        ])
    }

    /// Signs any two texts as the segments of a document, with no look at what they say.
    /// - Returns: the line, without a line feed.
    package func line(
        header: String, payload: String, by key: SeededKey? = nil
    ) throws -> String {
        try line(header: Array(header.utf8), payload: Array(payload.utf8), by: key)
    }

    package func line(
        header: [UInt8], payload: [UInt8], by key: SeededKey? = nil
    ) throws -> String {
        let message = Base64URL.encode(header) + "." + Base64URL.encode(payload)
        let signature = try (key ?? issuingKey).signature(for: Array(message.utf8))
        return message + "." + Base64URL.encode(signature)
    }

    /// A license file of any claims, correctly signed.
    package func file(header: JSONObject? = nil, claims: JSONObject) throws -> [UInt8] {
        let header = try header ?? self.header()
        let line = try line(
            header: JSONValue.object(header).compact, payload: JSONValue.object(claims).compact)
        return Array((line + "\n").utf8)
    }
}
