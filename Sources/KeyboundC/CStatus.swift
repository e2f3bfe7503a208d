import CKeybound
import KeyboundLicensing
import LicenseBinding

extension LicenseVerdict {
    /// Nothing but what is accepted gives that status.
    var status: keybound_status {
        isAccepted ? .accepted : refusal?.status ?? keybound_status(KEYBOUND_LICENSE_ABSENT)
    }
}

extension LicensingError {
    var status: keybound_status {
        switch self {
        case .invalidPublisher: .invalidPublisher
        case .invalidName, .invalidSocket: .invalidArgument
        }
    }
}

extension keybound_status {
    static let accepted = keybound_status(KEYBOUND_ACCEPTED)
    static let invalidArgument = keybound_status(KEYBOUND_INVALID_ARGUMENT)
    static let invalidHandle = keybound_status(KEYBOUND_INVALID_HANDLE)
    static let invalidPublisher = keybound_status(KEYBOUND_INVALID_PUBLISHER)
    static let forked = keybound_status(KEYBOUND_FORKED)
}

extension Refusal {
    fileprivate var status: keybound_status {
        let constant =
            switch self {
            case .licenseAbsent: KEYBOUND_LICENSE_ABSENT
            case .malformed: KEYBOUND_MALFORMED
            case .signatureInvalid: KEYBOUND_SIGNATURE_INVALID
            case .issuerUnknown: KEYBOUND_ISSUER_UNKNOWN
            case .notYetValid: KEYBOUND_NOT_YET_VALID
            case .expired: KEYBOUND_EXPIRED
            case .clockSetBack: KEYBOUND_CLOCK_SET_BACK
            case .keyAbsent: KEYBOUND_KEY_ABSENT
            case .keyWrong: KEYBOUND_KEY_WRONG
            case .keyAnonymous: KEYBOUND_KEY_ANONYMOUS
            case .keyNoAccess: KEYBOUND_KEY_NO_ACCESS
            case .keyBusy: KEYBOUND_KEY_BUSY
            case .keyProofFailed: KEYBOUND_KEY_PROOF_FAILED
            case .keyCloneSuspected: KEYBOUND_KEY_CLONE_SUSPECTED
            case .assuranceTooLow: KEYBOUND_ASSURANCE_TOO_LOW
            case .machineChanged: KEYBOUND_MACHINE_CHANGED
            case .revoked: KEYBOUND_REVOKED
            case .superseded: KEYBOUND_SUPERSEDED
            case .featureNotLicensed: KEYBOUND_FEATURE_NOT_LICENSED
            case .seat(let trouble):
                switch trouble.kind {
                case .full: KEYBOUND_SEATS_FULL
                case .denied: KEYBOUND_SEAT_DENIED
                case .unreachable: KEYBOUND_SERVER_UNREACHABLE
                case .keyAbsent: KEYBOUND_KEY_ABSENT
                }
            }
        return keybound_status(constant)
    }
}

/// The names of all statuses, which are never freed.
enum StatusName {
    private static let names: [keybound_status: HeldText] = {
        let constants: [(Int, String)] = [
            (KEYBOUND_ACCEPTED, "ACCEPTED"), (KEYBOUND_INVALID_ARGUMENT, "INVALID_ARGUMENT"),
            (KEYBOUND_INVALID_HANDLE, "INVALID_HANDLE"),
            (KEYBOUND_INVALID_PUBLISHER, "INVALID_PUBLISHER"), (KEYBOUND_FORKED, "FORKED"),
            (KEYBOUND_LICENSE_ABSENT, "LICENSE_ABSENT"), (KEYBOUND_MALFORMED, "MALFORMED"),
            (KEYBOUND_SIGNATURE_INVALID, "SIGNATURE_INVALID"),
            (KEYBOUND_ISSUER_UNKNOWN, "ISSUER_UNKNOWN"),
            (KEYBOUND_NOT_YET_VALID, "NOT_YET_VALID"), (KEYBOUND_EXPIRED, "EXPIRED"),
            (KEYBOUND_CLOCK_SET_BACK, "CLOCK_SET_BACK"), (KEYBOUND_KEY_ABSENT, "KEY_ABSENT"),
            (KEYBOUND_KEY_WRONG, "KEY_WRONG"), (KEYBOUND_KEY_ANONYMOUS, "KEY_ANONYMOUS"),
            (KEYBOUND_KEY_NO_ACCESS, "KEY_NO_ACCESS"), (KEYBOUND_KEY_BUSY, "KEY_BUSY"),
            (KEYBOUND_KEY_PROOF_FAILED, "KEY_PROOF_FAILED"),
            (KEYBOUND_KEY_CLONE_SUSPECTED, "KEY_CLONE_SUSPECTED"),
            (KEYBOUND_ASSURANCE_TOO_LOW, "ASSURANCE_TOO_LOW"),
            (KEYBOUND_MACHINE_CHANGED, "MACHINE_CHANGED"), (KEYBOUND_REVOKED, "REVOKED"),
            (KEYBOUND_SUPERSEDED, "SUPERSEDED"),
            (KEYBOUND_FEATURE_NOT_LICENSED, "FEATURE_NOT_LICENSED"),
            (KEYBOUND_SEATS_FULL, "SEATS_FULL"), (KEYBOUND_SEAT_DENIED, "SEAT_DENIED"),
            (KEYBOUND_SERVER_UNREACHABLE, "SERVER_UNREACHABLE"),
        ]
        return Dictionary(
            uniqueKeysWithValues: constants.map { (keybound_status($0.0), HeldText($0.1)) })
    }()
    private static let unknown = HeldText("UNKNOWN")

    static func of(_ status: keybound_status) -> HeldText {
        names[status] ?? unknown
    }
}
