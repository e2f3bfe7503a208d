package import FoundationEssentials

/// The answer to "may this license be used?", with its reasons.
package enum Verdict: Hashable, Sendable {
    case accepted(ValidLicense)
    case refused([Refusal])
}

extension Verdict {
    /// A verdict without what changes by itself from one moment to the next.
    package struct Outline: Hashable, Sendable {
        package let isAccepted: Bool
        /// The codes of its refusals and warnings.
        let codes: [String]
        let keys: [KeyID]
    }

    package var outline: Outline {
        switch self {
        case .accepted(let valid):
            Outline(isAccepted: true, codes: valid.warnings.map(\.code), keys: valid.keys)
        case .refused(let refusals):
            Outline(isAccepted: false, codes: refusals.map(\.code), keys: [])
        }
    }

    package var isAccepted: Bool { outline.isAccepted }

    /// How long the license still holds without its key; nothing if it is there or not needed.
    package var graceLeft: Duration? {
        guard case .accepted(let valid) = self else { return nil }
        return valid.warnings.lazy.compactMap { warning in
            if case .inGrace(_, let left) = warning { left } else { nil }
        }.first
    }
}

/// A license that may be used, and what its holder should know.
package struct ValidLicense: Hashable, Sendable {
    package let license: License
    /// The bound keys that are present, which may be none in grace or on the bound machine.
    package let keys: [KeyID]
    package let warnings: [Warning]
}

/// What does not refuse a license, but may one day.
package enum Warning: Hashable, Sendable {
    case inGrace(until: Date, left: Duration)
    case expiresSoon(on: Date)
    case machineChanged([MachineChange])
    /// Only spare keys are there.
    case spareInUse(KeyID)
    /// It was given by phone, its licensee is not verified, and it is exchanged for an ordinary one until then.
    case givenByPhone(until: Date)

    /// The stable name of the warning.
    package var code: String {
        switch self {
        case .inGrace: "IN_GRACE"
        case .expiresSoon: "EXPIRES_SOON"
        case .machineChanged: "MACHINE_CHANGED"
        case .spareInUse: "SPARE_IN_USE"
        case .givenByPhone: "GIVEN_BY_PHONE"
        }
    }
}
