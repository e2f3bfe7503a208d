/// What was withdrawn or replaced is refused, wherever that is known.
enum RevocationRule {
    static func refusals(of license: SignedLicense, given evidence: Evidence) -> [Refusal] {
        if let list = list(for: license, evidence) {
            if list.licenses.contains(license.id) { return [.revoked(.license(license.id))] }
            if list.keys.contains(license.issuingKey) {
                return [.revoked(.issuingKey(thumbprint: license.issuingKey))]
            }
        }
        let successor =
            evidence.successors[license.id] ?? list(for: license, evidence)?.successors[license.id]
        guard let successor else { return [] }
        return [.superseded(license.id, by: successor)]
    }

    /// Whether the publisher withdrew a hardware key, as one that was lost.
    static func isRevoked(
        _ key: KeyID, of license: SignedLicense, given evidence: Evidence
    ) -> Bool {
        list(for: license, evidence)?.keys.contains(key.description) ?? false
    }

    private static func list(
        for license: SignedLicense, _ evidence: Evidence
    ) -> SignedRevocations? {
        evidence.revocations.flatMap { $0.root == license.root ? $0 : nil }
    }
}
