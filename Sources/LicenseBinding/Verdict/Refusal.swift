package import FoundationEssentials
package import PhoneCodes

/// Why a license may not be used, with what was expected and what was found.
package enum Refusal: Error, Hashable, Sendable {
    case malformed(Defect)
    case signatureInvalid(SignatureDefect)
    case issuerUnknown(IssuerDefect)
    case notYetValid(from: Date, now: Date)
    case expired(on: Date, now: Date)
    case clockSetBack(certain: Date, clock: Date)
    case keyAbsent(KeyShortage)
    case keyWrong(expected: [KeyID], found: [PresentKey])
    case keyAnonymous(expected: [KeyID], found: PresentKey)
    /// This user may not open it, or nobody tells its ID.
    case keyNoAccess(expected: [KeyID], found: PresentKey)
    case keyBusy(expected: [KeyID], found: PresentKey)
    case keyProofFailed(KeyID, ProofDefect)
    case keyCloneSuspected(KeyID, CloneSign)
    case assuranceTooLow(KeyID, required: Assurance, found: Assurance)
    /// The changes that count under the policy, all of them.
    case machineChanged([MachineChange], MachineBinding.Policy)
    case revoked(RevokedItem)
    case superseded(LicenseID, by: LicenseID)
    /// The license names other features, or none.
    case featureNotLicensed(String, licensed: [String])
    /// No license of this publisher is for the product; those that were found are for others.
    case licenseAbsent(product: String, found: [String])

    /// There is no seat of the network.
    case seat(SeatTrouble)

    /// The stable name of the reason, the same in text, JSON, logs and over the network.
    package var code: String {
        switch self {
        case .malformed: "MALFORMED"
        case .signatureInvalid: "SIGNATURE_INVALID"
        case .issuerUnknown: "ISSUER_UNKNOWN"
        case .notYetValid: "NOT_YET_VALID"
        case .expired: "EXPIRED"
        case .clockSetBack: "CLOCK_SET_BACK"
        case .keyAbsent: "KEY_ABSENT"
        case .keyWrong: "KEY_WRONG"
        case .keyAnonymous: "KEY_ANONYMOUS"
        case .keyNoAccess: "KEY_NO_ACCESS"
        case .keyBusy: "KEY_BUSY"
        case .keyProofFailed: "KEY_PROOF_FAILED"
        case .keyCloneSuspected: "KEY_CLONE_SUSPECTED"
        case .assuranceTooLow: "ASSURANCE_TOO_LOW"
        case .machineChanged: "MACHINE_CHANGED"
        case .revoked: "REVOKED"
        case .superseded: "SUPERSEDED"
        case .featureNotLicensed: "FEATURE_NOT_LICENSED"
        case .licenseAbsent: "LICENSE_ABSENT"
        case .seat(let trouble): trouble.kind.rawValue
        }
    }
}

/// Why a signature is not believed.
package enum SignatureDefect: Hashable, Sendable {
    /// The header asks for another algorithm than the pinned key's.
    case algorithm(found: String?)
    /// The signature does not fit: the file was changed.
    case mismatch
    /// A license by phone has another binding than was asked for by its 48 digits.
    case commitment
    /// What would find out does not work here.
    case unchecked(SodiumError)
}

/// What speaks for a copy of a key.
package enum CloneSign: Hashable, Sendable {
    /// Two devices show its ID.
    case ports([String])
    /// Its counter did not rise since its last proof here: another one has signed meanwhile.
    case counter(UInt32, last: UInt32)
}

/// The keys that are needed and those that are there.
package struct KeyShortage: Hashable, Sendable {
    package let expected: [KeyID]
    package let quorum: Int
    /// The expected keys that are there, fewer than the quorum.
    package let present: [KeyID]
    /// Other license keys in the ports.
    package let others: [PresentKey]
    /// The grace that ended, if the license has one and the keys were seen here before.
    package let endedGrace: Duration?
}

/// What a revocation list withdrew.
package enum RevokedItem: Hashable, Sendable {
    case license(LicenseID)
    case hardwareKey(KeyID)
    case issuingKey(thumbprint: String)
}
