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
    /// Licenses that others have replaced.
    package let successors: [LicenseID: LicenseID]

    package init(
        publisher: String, sequence: Int64, issuedAt: Date, nextUpdate: Date? = nil,
        licenses: Set<LicenseID> = [], keys: Set<String> = [],
        successors: [LicenseID: LicenseID] = [:]
    ) {
        self.successors = successors
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
        var successors: [LicenseID: LicenseID] = [:]
        if let superseded = try claims.claims("superseded") {
            for name in superseded.object.names {
                let successor = try superseded.parsed(name, as: "a license ID") { LicenseID($0) }
                if let old = LicenseID(name) { successors[old] = successor }
            }
        }
        self.successors = successors
    }

    private var supersededMembers: JSONObject {
        JSONObject(
            unique: successors.map { ($0.description, $1.description) }.sorted { $0 < $1 }
                .map { JSONObject.Member(name: $0, value: .string($1)) })
    }

    package var json: JSONObject {
        JSONObject([
            "iss": .string(publisher), "seq": .integer(sequence),
            "iat": .integer(issuedAt.seconds),
            "nextUpdate": nextUpdate.map { .integer($0.seconds) },
            "jti": .strings(licenses.map(\.description).sorted()),
            "keys": .strings(keys.sorted()),
            "superseded": successors.isEmpty ? nil : .object(supersededMembers),
        ])
    }
}
