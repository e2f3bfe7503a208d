package import LicenseBinding

/// A publisher with a root key and an issuing key from fixed seeds.
package struct TestPublisher: Sendable {
    package let name: String
    package let rootKey: SeededKey
    package let issuingKey: SeededKey

    package init(
        name: String = "Example Publisher", rootKey: SeededKey = SeededKey(seed: 1),
        issuingKey: SeededKey = SeededKey(seed: 2)
    ) {
        self.name = name
        self.rootKey = rootKey
        self.issuingKey = issuingKey
    }

    /// Another publisher, whose keys nobody here trusts.
    package static let stranger = TestPublisher(
        name: "Other Publisher", rootKey: SeededKey(seed: 101), issuingKey: SeededKey(seed: 102))

    /// The same publisher after it took its next issuing key.
    package var rotated: TestPublisher {
        TestPublisher(name: name, rootKey: rootKey, issuingKey: SeededKey(seed: 3))
    }

    /// What programs carry.
    package var root: PublisherRoot { PublisherRoot(publisher: name, key: rootKey.publicKey) }

    package var issuer: LicenseIssuer {
        get throws { LicenseIssuer(key: issuingKey, certificate: try certificate()) }
    }

    /// A reader that trusts this publisher alone.
    package var reader: DocumentReader { DocumentReader(trusting: [root]) }

    package func file(of license: License) throws -> [UInt8] {
        Array(try issuer.file(of: license).utf8)
    }

    /// The license signed, written, read and verified.
    package func signed(_ license: License) throws -> SignedLicense {
        var reader = reader
        return try reader.license(file(of: license))
    }
}
