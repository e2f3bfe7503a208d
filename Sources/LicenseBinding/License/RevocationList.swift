package import FoundationEssentials

/// What a publisher withdrew: licenses, and keys that were lost. The list with the highest number
/// holds.
package struct RevocationList: Hashable, Sendable {
    package let publisher: String
    package let sequence: Int64
    package let issuedAt: Date
    package let nextUpdate: Date?
    package let licenses: Set<LicenseID>
    /// Hardware key IDs, and thumbprints of issuing keys.
    package let keys: Set<String>

    package init(
        publisher: String, sequence: Int64, issuedAt: Date, nextUpdate: Date? = nil,
        licenses: Set<LicenseID> = [], keys: Set<String> = []
    ) {
        self.publisher = publisher
        self.sequence = sequence
        self.issuedAt = issuedAt
        self.nextUpdate = nextUpdate
        self.licenses = licenses
        self.keys = keys
    }

    init(_ claims: Claims) throws(Defect) {
        publisher = try claims.text("iss")
        sequence = try claims.required("seq", claims.integer("seq", in: 0...Int64.max))
        issuedAt = try claims.required("iat", claims.date("iat"))
        nextUpdate = try claims.date("nextUpdate")
        licenses = Set((try claims.strings("jti") ?? []).compactMap { LicenseID($0) })
        // Key IDs in their canonical spelling; what is none is an issuing key's thumbprint.
        keys = Set((try claims.strings("keys") ?? []).map { KeyID($0)?.description ?? $0 })
    }

    package var json: JSONObject {
        JSONObject([
            "iss": .string(publisher), "seq": .integer(sequence),
            "iat": .integer(issuedAt.seconds),
            "nextUpdate": nextUpdate.map { .integer($0.seconds) },
            "jti": .strings(licenses.map(\.description).sorted()),
            "keys": .strings(keys.sorted()),
        ])
    }
}
