package import LicenseBinding

extension Verdict {
    /// `verdict` (accepted or refused), `refusals` and `warnings`, as every answer of ours has them.
    package var json: JSONObject {
        let (refusals, warnings): ([Refusal], [Warning]) =
            switch self {
            case .accepted(let valid): ([], valid.warnings)
            case .refused(let refusals): (refusals, [])
            }
        return JSONObject([
            "verdict": isAccepted ? "accepted" : "refused",
            "refusals": .array(refusals.map { .object(RefusalText($0).json) }),
            "warnings": .array(warnings.map { .object($0.json) }),
        ])
    }
}
