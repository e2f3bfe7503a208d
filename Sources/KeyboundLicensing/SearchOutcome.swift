import LicenseBinding

/// What all routes gave, and which license it comes to.
struct SearchOutcome: Sendable {
    private(set) var tries: [SearchTry] = []
    /// The refusal where no license was found here.
    private let localAbsence: Refusal

    /// A license by one route, as it stands now.
    struct Found: Sendable {
        let route: LicenseRoute
        let standing: LicenseStanding
    }

    init(absence: Refusal) {
        localAbsence = absence
    }

    /// The refusal where nothing was found to try.
    var absence: Refusal {
        let troubles = tries.lazy.compactMap { attempt -> SeatTrouble? in
            if case .seat(let trouble) = attempt.failure { trouble } else { nil }
        }
        return troubles.first.map { .seat($0) } ?? localAbsence
    }

    /// Whether the daemon may be there: nobody has looked for it in vain.
    var mayReachAgent: Bool {
        !tries.contains { attempt in
            switch attempt.failure {
            case .agent, .noSocket: true
            case nil, .notApplicable, .bus, .seat: false
            }
        }
    }

    /// Whether there is a license that needs no seat, and no grace.
    var isSettled: Bool { hasKey || chosen(by: .machine, \.isAccepted) != nil }

    mutating func add(_ new: SearchTry) {
        tries.append(new)
    }

    /// Whether a key was there.
    var hasKey: Bool { chosen(\.isByKey) != nil }

    /// The license to use: by a key that is there, in the order of the routes; else by the computer; else by a seat of the
    /// network; else by the grace of one that is absent; else the refusal that tells most.
    var found: Found? {
        chosen(\.isByKey) ?? chosen(by: .machine, \.isAccepted)
            ?? chosen(by: .seat) { $0.isAccepted && $0.graceLeft == nil }
            ?? chosen(\.isAccepted) ?? mostTelling
    }

    private func chosen(by route: LicenseRoute? = nil, _ isRight: (Verdict) -> Bool) -> Found? {
        for attempt in tries where route == nil || attempt.route == route {
            if let judged = attempt.licenses.first(where: { isRight($0.verdict) }) {
                return Found(route: attempt.route, standing: judged.standing)
            }
        }
        return nil
    }

    /// Of refusals, one that plugging in a key would mend; else of a license that nothing has replaced.
    private var mostTelling: Found? {
        let all = tries.flatMap { attempt in attempt.licenses.map { (attempt.route, $0) } }
        let best =
            all.first { $0.1.verdict.refusals.allSatisfy(\.isOfAnchor) }
            ?? all.first { !$0.1.verdict.refusals.contains(where: \.isOfSuccession) }
            ?? all.first
        return best.map { Found(route: $0.0, standing: $0.1.standing) }
    }

    /// Why the routes before this one, or all if none led to a license, were passed over.
    func passedOver(before route: LicenseRoute?) -> [LicenseVerdict.PassedOver] {
        tries.prefix { $0.route != route }.compactMap { attempt in
            let refusal = attempt.licenses.lazy.compactMap(\.verdict.refusals.first).first
            let reason =
                attempt.failure?.reason ?? refusal.map { LicenseVerdict.Reason($0) }
                ?? LicenseVerdict.Reason(
                    code: "KEY_ABSENT", text: "The hardware key of the license is not there.")
            return LicenseVerdict.PassedOver(route: attempt.route, reason: reason)
        }
    }
}

extension Verdict {
    fileprivate var isByKey: Bool {
        guard case .accepted(let valid) = self else { return false }
        return !valid.keys.isEmpty && graceLeft == nil
    }

    var refusals: [Refusal] {
        switch self {
        case .accepted: []
        case .refused(let refusals): refusals
        }
    }
}

extension Refusal {
    fileprivate var isOfAnchor: Bool {
        switch self {
        case .keyAbsent, .keyWrong, .keyAnonymous, .keyNoAccess, .keyBusy, .keyProofFailed,
            .keyCloneSuspected, .assuranceTooLow, .machineChanged:
            true
        case .malformed, .signatureInvalid, .issuerUnknown, .notYetValid, .expired, .clockSetBack,
            .revoked, .superseded, .featureNotLicensed, .licenseAbsent, .seat:
            false
        }
    }

    fileprivate var isOfSuccession: Bool {
        switch self {
        case .superseded, .revoked: true
        default: false
        }
    }
}
