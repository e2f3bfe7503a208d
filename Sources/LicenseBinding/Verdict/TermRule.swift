import FoundationEssentials

/// A license holds from its `nbf` on and before its `exp` (RFC 7519, section 4.1.4).
enum TermRule {
    private static let notice: TimeInterval = 30 * 86400

    static func refusals(of license: SignedLicense, given evidence: Evidence) -> [Refusal] {
        if let start = license.notBefore, evidence.time < start {
            return [.notYetValid(from: start, now: evidence.time)]
        }
        let now = latest(license, evidence)
        if let end = license.expires, now >= end { return [.expired(on: end, now: now)] }
        return []
    }

    static func warnings(of license: SignedLicense, given evidence: Evidence) -> [Warning] {
        guard let end = license.expires, end - notice < latest(license, evidence) else {
            return []
        }
        return [.expiresSoon(on: end)]
    }

    /// A clock that is a little late does not make a term longer.
    private static func latest(_ license: SignedLicense, _ evidence: Evidence) -> Date {
        max(evidence.time, ClockRule.certainTime(license, evidence))
    }
}
