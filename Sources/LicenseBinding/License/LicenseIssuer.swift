/// Signs licenses with an issuing key and the root's certificate for it.
package struct LicenseIssuer: Sendable {
    private let key: any SigningKey
    /// The encoded header of each type. All of them carry the certificate.
    private let headers: [DocumentType: String]

    /// - Parameter certificate: the `issuer+jwt` by the root.
    package init(key: any SigningKey, certificate: String) {
        self.key = key
        let headers = DocumentType.allCases.map { type in
            let header = JSONObject([
                "alg": "EdDSA", "typ": .string(type.rawValue),
                "kid": .string(key.publicKey.thumbprint), "issuer": .string(certificate),
            ])
            return (type, CompactJWS.encoded(header))
        }
        self.headers = Dictionary(uniqueKeysWithValues: headers)
    }

    /// The license file: one line with its line feed.
    package func file(of license: License) throws -> String {
        try document(.license, license.json) + "\n"
    }

    /// A list of what is withdrawn, as a file.
    package func file(of revocations: RevocationList) throws -> String {
        try document(.revocations, revocations.json) + "\n"
    }

    /// What sites are to know, as a file.
    package func file(of catalog: PublisherCatalog) throws -> String {
        try document(.catalog, catalog.json) + "\n"
    }

    /// The time, as an answer to a nonce.
    package func statement(_ time: TimeStatement) throws -> String {
        try document(.time, time.json)
    }

    /// Where an audit log ends, as a file.
    package func file(of head: AuditHead) throws -> String {
        try document(.audit, head.json) + "\n"
    }

    /// What a center answers to a request that came as a file, as a file.
    package func file(of answer: FileAnswer) throws -> String {
        try document(.answer, answer.json) + "\n"
    }

    private func document(_ type: DocumentType, _ payload: JSONObject) throws -> String {
        guard let header = headers[type] else { preconditionFailure("each type has a header") }
        return try CompactJWS.sign(payload, under: header, with: key)
    }
}
