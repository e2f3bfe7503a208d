import HASP
import HardwareKeys
import LicenseBinding

/// HASP and Sentinel keys, of which others tell.
extension HardwareKey {
    /// Whether the bus says that this key is there, and not only the run-time.
    var isSeenByUSB: Bool {
        guard places.isEmpty else { return false }
        switch sentinelProblem {
        case .crowded, .doubtful: return false
        case .runtime, .library, .check, .untold, nil: return true
        }
    }

    /// Who says that the key is there.
    var presence: String? {
        guard isSentinel, state == .ready else { return nil }
        let source =
            isSeenByUSB
            ? "told by the USB bus: it is the only one"
            : "told by the run-time: of several it does not say which is in which port"
        return source
            + (isConfirmed ? "; its engine answered through the publisher's library" : "")
    }

    /// What is wrong first of all.
    var sentinelProblem: SentinelProblem? {
        if case .sentinel(let problems) = problem { problems.first } else { nil }
    }

    var sentinelSentence: String {
        switch state {
        case .anonymous:
            "A key of this model (HASP HL Basic) has no ID of its own, so it cannot be told from "
                + "another of its model, and no license can be bound to it."
        case .noAccess: "The key does not work for this user on this computer."
        case .busy: "The key did not answer: plug it out and in, or restart the run-time."
        case .duplicateID where sentinelProblem != nil:
            "The key's own check says that it is a copy."
        case .needsRuntime: untold
        case .ready, .unenrolled, .duplicateID: state.sentence
        }
    }

    /// What would make its ID known.
    private var untold: String {
        let meanwhile =
            " Meanwhile a spare key of the license takes its place, or the publisher binds the license "
            + "to a FIDO2 key or to this computer."
        switch sentinelProblem {
        case .crowded, .doubtful:
            return
                "Whether it is this key that is plugged in is not known: look again in a few seconds. "
                + "If it stays so, the publisher's library can tell (README, HASP and Sentinel keys)."
        case .runtime(.unreachable, _), nil: return state.sentence + meanwhile
        case .runtime:
            return "Only its maker's run-time knows its ID, and could not be asked." + meanwhile
        case .untold:
            return "The maker's run-time does not tell its ID: plug it out and in, or restart the "
                + "run-time (sudo systemctl restart aksusbd)." + meanwhile
        case .library, .check:
            return "The publisher's library does not tell its ID." + meanwhile
        }
    }
}
