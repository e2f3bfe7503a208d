/// Decides whether a license may be used. A pure function of license and evidence: the same
/// question has the same answer.
package enum LicenseVerifier {
    package static func verdict(on license: SignedLicense, given evidence: Evidence) -> Verdict {
        var refusals = refusals(ofContentOf: license, given: evidence)
        let anchor =
            if let seat = evidence.seat {
                SeatRule.finding(on: license, holding: seat, given: evidence)
            } else {
                AnchorRule.finding(on: license, given: evidence)
            }
        refusals += anchor.refusals
        guard refusals.isEmpty else { return .refused(refusals) }
        return .accepted(
            ValidLicense(
                license: license.license, keys: anchor.keys,
                warnings: anchor.warnings + TermRule.warnings(of: license, given: evidence)
                    + PhoneRule.warnings(of: license)))
    }

    /// What speaks against a license, whatever it is bound to.
    package static func refusals(
        ofContentOf license: SignedLicense, given evidence: Evidence
    ) -> [Refusal] {
        RevocationRule.refusals(of: license, given: evidence)
            + ClockRule.refusals(of: license, given: evidence)
            + TermRule.refusals(of: license, given: evidence)
            + FeatureRule.refusals(of: license, given: evidence)
    }

    /// Whether the license's keys are there, as many as it needs, so that its grace starts anew.
    package static func seesKeys(of license: SignedLicense, given evidence: Evidence) -> Bool {
        guard license.binding.mode.hasKeys else { return false }
        return KeyRule.finding(on: license, given: evidence).isSatisfied
    }
}
