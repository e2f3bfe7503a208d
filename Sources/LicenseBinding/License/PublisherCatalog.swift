package import FoundationEssentials

/// What a publisher lets its sites know; the newest one holds.
package struct PublisherCatalog: Hashable, Sendable {
    package let publisher: String
    package let issuedAt: Date
    /// Which FIDO2 keys the publisher takes; nothing for all.
    package let attestation: JSONObject?
    /// Where its licensing center is, for sites that have not asked it yet.
    package let center: String?
    /// The root's certificates for the keys that sign answers by phone.
    package let phoneKeys: [String]
    /// What licenses by phone allow, each with the code that the kit's sheet has.
    package let phoneTerms: [PhoneTerms]

    package init(
        publisher: String, issuedAt: Date, attestation: JSONObject?, center: String? = nil,
        phoneKeys: [String] = [], phoneTerms: [PhoneTerms] = []
    ) {
        self.publisher = publisher
        self.issuedAt = issuedAt
        self.attestation = attestation
        self.center = center
        self.phoneKeys = phoneKeys
        self.phoneTerms = phoneTerms
    }

    init(_ claims: Claims) throws(Defect) {
        publisher = try claims.text("iss")
        issuedAt = try claims.required("iat", claims.date("iat"))
        attestation = try claims.claims("attestation")?.object
        center = try claims.string("center")
        let phone = try claims.claims("phone")
        phoneKeys = try phone?.strings("keys") ?? []
        var terms: [PhoneTerms] = []
        for entry in try phone?.list("terms") ?? [] { terms.append(try PhoneTerms(entry)) }
        phoneTerms = terms
    }

    var json: JSONObject {
        JSONObject([
            "iss": .string(publisher), "iat": .integer(issuedAt.seconds),
            "attestation": attestation.map { .object($0) },
            "center": center.map { .string($0) },
            "phone": phoneKeys.isEmpty && phoneTerms.isEmpty ? nil : .object(phone),
        ])
    }

    private var phone: JSONObject {
        JSONObject([
            "keys": .strings(phoneKeys), "terms": .array(phoneTerms.map { .object($0.object) }),
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
