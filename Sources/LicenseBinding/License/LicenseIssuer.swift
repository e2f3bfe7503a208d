/// Signs licenses with an issuing key and the root's certificate for it.
package struct LicenseIssuer: Sendable {
    private let key: any SigningKey
    /// The `issuer+jwt` by the root, which goes into every header.
    private let certificate: String

    package init(key: any SigningKey, certificate: String) {
        self.key = key
        self.certificate = certificate
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

    private func document(_ type: DocumentType, _ payload: JSONObject) throws -> String {
        let header = JSONObject([
            "alg": "EdDSA", "typ": .string(type.rawValue),
            "kid": .string(key.publicKey.thumbprint), "issuer": .string(certificate),
        ])
        return try CompactJWS.sign(payload, header: header, with: key)
    }
}
