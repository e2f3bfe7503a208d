package import LicenseBinding

/// What a center answers to whoever gets a license.
package struct LicenseGrant: Hashable, Sendable {
    /// The license file.
    package let license: String
    /// The publisher's list of what is withdrawn, if the asker does not know it yet.
    package let revocations: String?
    /// What the person should know, a sentence each.
    package let notes: [String]

    package init(license: String, revocations: String? = nil, notes: [String] = []) {
        self.license = license
        self.revocations = revocations
        self.notes = notes
    }

    package init(parsing body: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: body)
        license = try claims.text("license")
        revocations = try claims.string("revocations")
        notes = try claims.strings("notes") ?? []
    }

    package var json: JSONObject {
        JSONObject([
            "license": .string(license), "revocations": revocations.map { .string($0) },
            "notes": notes.isEmpty ? nil : .strings(notes),
        ])
    }
}
