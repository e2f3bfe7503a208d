import FoundationEssentials

/// A seat of the network takes the place of the keys, as long as its lease lasts, and for the license's grace after that.
enum SeatRule {
    static func finding(
        on license: SignedLicense, holding seat: SeatEvidence, given evidence: Evidence
    ) -> AnchorRule.Finding {
        guard seat.left <= .zero else { return AnchorRule.Finding() }
        let left = seat.left + license.binding.grace.seat
        guard left > .zero else {
            let trouble = seat.trouble ?? SeatTrouble(.unreachable, "The seat was not renewed.")
            return AnchorRule.Finding(refusals: [.seat(trouble)])
        }
        return AnchorRule.Finding(
            warnings: [.inGrace(until: evidence.time + left.timeInterval, left: left)])
    }
}
