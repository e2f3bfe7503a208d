package import FoundationEssentials

/// The answer to "may this license be used?", with its reasons.
package enum Verdict: Hashable, Sendable {
    case accepted(ValidLicense)
    case refused([Refusal])
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

    /// The stable name of the warning.
    package var code: String {
        switch self {
        case .inGrace: "IN_GRACE"
        case .expiresSoon: "EXPIRES_SOON"
        case .machineChanged: "MACHINE_CHANGED"
        case .spareInUse: "SPARE_IN_USE"
        }
    }
}
