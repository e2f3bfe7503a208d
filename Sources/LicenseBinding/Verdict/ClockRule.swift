import FoundationEssentials

/// The clock must not stand more than a day behind a time that is certain.
enum ClockRule {
    static func refusals(of license: SignedLicense, given evidence: Evidence) -> [Refusal] {
        let certain = certainTime(license, evidence)
        guard evidence.time < certain - ClockFloor.tolerance else { return [] }
        return [.clockSetBack(certain: certain, clock: evidence.time)]
    }

    /// The latest time that certainly has passed. The license itself is a witness: it was signed.
    static func certainTime(_ license: SignedLicense, _ evidence: Evidence) -> Date {
        max(license.issuedAt, evidence.clockFloor ?? .distantPast)
    }
}
