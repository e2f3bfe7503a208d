package import FoundationEssentials

/// What a publisher lets its sites know; the newest one holds.
package struct PublisherCatalog: Hashable, Sendable {
    package let publisher: String
    package let issuedAt: Date
    /// Which FIDO2 keys the publisher takes; nothing for all.
    package let attestation: JSONObject?

    package init(publisher: String, issuedAt: Date, attestation: JSONObject?) {
        self.publisher = publisher
        self.issuedAt = issuedAt
        self.attestation = attestation
    }

    init(_ claims: Claims) throws(Defect) {
        publisher = try claims.text("iss")
        issuedAt = try claims.required("iat", claims.date("iat"))
        attestation = try claims.claims("attestation")?.object
    }

    var json: JSONObject {
        JSONObject([
            "iss": .string(publisher), "iat": .integer(issuedAt.seconds),
            "attestation": attestation.map { .object($0) },
        ])
    }
}

/// A catalog whose signature was verified.
@dynamicMemberLookup
package struct SignedCatalog: Hashable, Sendable {
    package let catalog: PublisherCatalog
    /// The thumbprint of the publisher's root.
    package let root: String

    package subscript<Value>(dynamicMember member: KeyPath<PublisherCatalog, Value>) -> Value {
        catalog[keyPath: member]
    }
}
