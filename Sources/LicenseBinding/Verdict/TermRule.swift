import FoundationEssentials

/// A license holds from its `nbf` to its `exp`.
enum TermRule {
    private static let notice: TimeInterval = 30 * 86400

    static func refusals(of license: SignedLicense, given evidence: Evidence) -> [Refusal] {
        if let start = license.notBefore, evidence.time < start {
            return [.notYetValid(from: start, now: evidence.time)]
        }
        // A clock that is a little late does not make a term longer.
        let now = max(evidence.time, ClockRule.certainTime(license, evidence))
        if let end = license.expires, now > end { return [.expired(on: end, now: now)] }
        return []
    }

    static func warnings(of license: SignedLicense, given evidence: Evidence) -> [Warning] {
        guard let end = license.expires, end - notice < evidence.time else { return [] }
        return [.expiresSoon(on: end)]
    }
}
