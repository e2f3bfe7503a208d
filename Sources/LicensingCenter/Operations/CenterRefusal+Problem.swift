package import CenterProtocol
import FoundationEssentials
import LicenseBinding

extension CenterRefusal {
    package var problem: CenterProblem {
        let (status, code) = name
        return CenterProblem(status: status, code: code, detail: text, field: field)
    }

    private var name: (status: Int, code: String) {
        switch self {
        case .pinUnknown: (403, "PIN_UNKNOWN")
        case .pinActive: (409, "PIN_ACTIVE")
        case .pinSuperseded: (409, "PIN_SUPERSEDED")
        case .pinCanceled: (409, "PIN_CANCELED")
        case .pinIsBackup: (409, "PIN_IS_BACKUP")
        case .pinUnused: (409, "PIN_UNUSED")
        case .backupNeeded: (409, "BACKUP_PIN_NEEDED")
        case .backupsUsedUp: (409, "BACKUP_PINS_USED_UP")
        case .nothingToRecover: (409, "NOTHING_TO_RECOVER")
        case .licensee: (409, "LICENSEE_DIFFERS")
        case .changed: (409, "CHANGED")
        case .keyUnfit: (409, "KEY_UNFIT")
        case .keyWithdrawn: (409, "KEY_WITHDRAWN")
        case .keyTwice: (409, "KEY_TWICE")
        case .bindingUnfit: (409, "BINDING_UNFIT")
        case .unproven: (403, "UNPROVEN")
        case .keyProofNeeded: (409, "KEY_PROOF_NEEDED")
        case .issuerExpired: (503, "ISSUER_EXPIRED")
        case .restored: (503, "RESTORED")
        case .kitUnknown: (403, "KIT_UNKNOWN")
        case .entitlementUnknown: (403, "ENTITLEMENT_UNKNOWN")
        case .entitlementElsewhere: (409, "ENTITLEMENT_ELSEWHERE")
        case .phoneUnavailable: (503, "PHONE_UNAVAILABLE")
        case .phoneLimit: (409, "PHONE_LIMIT")
        case .phoneLicenseUnknown: (403, "PHONE_LICENSE_UNKNOWN")
        case .phoneLicenseUnfit: (403, "PHONE_LICENSE_UNFIT")
        case .exchangeDiffers: (409, "EXCHANGE_DIFFERS")
        case .bindingUnseen: (409, "EXCHANGE_FIRST")
        case .tooManyTickets: (409, "TOO_MANY_REQUESTS")
        case .challengeStale: (403, "CHALLENGE_STALE")
        case .licenseEnded: (409, "LICENSE_ENDED")
        case .emergencyLimit: (409, "EMERGENCY_LIMIT")
        case .rebindLimit: (409, "REBIND_LIMIT")
        case .unseenLimit: (409, "REBIND_LIMIT")
        case .licenseeByPhone: (409, "LICENSEE_DIFFERS")
        case .nothingToUndo: (409, "NOTHING_TO_UNDO")
        case .requestReused: (409, "REQUEST_ID_REUSED")
        }
    }

    private var field: String? {
        switch self {
        case .pinUnknown, .pinActive, .pinSuperseded, .pinCanceled, .pinIsBackup, .pinUnused,
            .backupNeeded, .backupsUsedUp:
            "pin"
        case .kitUnknown: "registration"
        case .entitlementUnknown, .entitlementElsewhere: "entitlement"
        case .phoneLicenseUnknown, .phoneLicenseUnfit, .bindingUnseen: "license"
        case .exchangeDiffers: "binding"
        case .licensee(let difference), .licenseeByPhone(let difference):
            "licensee." + difference.field
        case .keyUnfit, .keyWithdrawn, .keyTwice: "key"
        case .bindingUnfit, .changed: "binding"
        case .unproven, .keyProofNeeded: "proof"
        case .challengeStale: "challenge"
        case .requestReused: "requestID"
        case .nothingToRecover, .licenseEnded, .emergencyLimit, .rebindLimit, .unseenLimit,
            .nothingToUndo,
            .issuerExpired, .restored, .tooManyTickets, .phoneUnavailable, .phoneLimit:
            nil
        }
    }

    private static let otherWays =
        "Ask for an additional PIN: keybound pins request; or bind the license to a FIDO2 key, which needs "
        + "no PIN ever after: keybound license bind"

    private var text: String {
        switch self {
        case .pinUnknown:
            "The registration number or the PIN is not right. Compare both with the kit's sheet. Who has no sheet: "
                + "keybound license recover with a FIDO2 key, else keybound pins request --without-pin"
        case .pinActive(let computer, let since):
            "This PIN is active on \(computer ?? "another computer")"
                + (since.map { " since \(Timestamp.text($0))" } ?? "")
                + ". If that is this computer, recover the license: --operation recovery --unchanged. "
                + "If not, take the main PIN of another workplace."
        case .pinSuperseded(let left):
            "This PIN was replaced by another one of its workplace, so it is used up. "
                + (left == 0 ? Self.otherWays : "Unused backup PINs: \(left).")
        case .pinCanceled: "This PIN was canceled by the publisher. Ask the publisher."
        case .pinIsBackup:
            "This is a backup PIN. A first run takes the main PIN of the workplace."
        case .pinUnused:
            "This PIN was never used, so there is nothing to recover by it. A new workplace begins with "
                + "its main PIN: --operation first-run"
        case .backupNeeded(let left):
            "The computer or its key has changed, and this PIN is the one that was used before. Take an "
                + "unused backup PIN of the workplace; there are \(left). If nothing has changed: --unchanged"
        case .backupsUsedUp: "All backup PINs of this workplace are used. " + Self.otherWays
        case .nothingToRecover:
            "There is no license yet that could be recovered. Begin with the main PIN: "
                + "--operation first-run"
        case .licensee(.missing(let field)):
            "The licensee's \(field) is missing; it was given when the kit was first used."
        case .licensee(.other(let field)):
            "The licensee's \(field) is not the one that was given when the kit was first used. Who does not know it: "
                + "keybound pins request --without-pin; if the kit was sold on: keybound pins request --transfer-to FILE"
        case .changed(let parts):
            "This is not what the license is bound to: " + parts.joined(separator: "; ")
                + ". Take a backup PIN, without --unchanged, or let a FIDO2 key prove itself: "
                + "keybound license recover"
        case .keyUnfit(let key, let reason):
            "\(key?.description ?? "This key") cannot be bound: \(reason)"
        case .keyWithdrawn(let key): "\(key) was withdrawn as lost, and is not taken again."
        case .keyTwice(let key): "\(key) is among the license's keys already."
        case .bindingUnfit(let reason): reason
        case .unproven:
            "Nothing shows that this license is yours: expected a signature by a FIDO2 key or computer "
                + "that it is bound to, or an active PIN of its workplace. A key that only shows its number "
                + "proves nothing at a distance."
        case .keyProofNeeded:
            "The license has a FIDO2 key. Plug it in, and leave the PIN out; if it is lost, replace it with a "
                + "backup PIN: keybound license replace-key"
        case .issuerExpired:
            "The center's certificate has expired, so nothing was signed and no PIN used. Ask the publisher, who "
                + "renews it by keybound-center issuer rotate."
        case .entitlementUnknown:
            "No kit has the entitlement number of this request. Let it be compared with the sheet of the kit, and the "
                + "request be made anew."
        case .entitlementElsewhere:
            "The entitlement number of the request is not of the workplace that the PIN is of. Both stand side by side "
                + "on the kit's sheet."
        case .phoneUnavailable:
            "Nothing signs answers by phone here. The publisher makes a key for it: keybound-center phone-key rotate"
        case .phoneLimit(let defect):
            "The key that signs answers by phone may not give this license: \(defect.limitText). Another channel gives "
                + "it: keybound license request"
        case .phoneLicenseUnknown:
            "This center has given no such license by phone, or has lost it. Recover it: keybound license activate "
                + "--operation recovery, by phone or with an unused backup PIN."
        case .phoneLicenseUnfit(let refusal):
            "This is no license by phone that this center has given: \(refusal.code)"
        case .exchangeDiffers(let parts):
            "This is not what the license was asked for by phone: " + parts.joined(separator: "; ")
                + ". Exchange it on the computer, and with the key, that it is bound to; or recover the license with an "
                + "unused backup PIN: keybound license activate --operation recovery"
        case .bindingUnseen(let id):
            "The license \(id) was given by phone, so its binding was never seen here. Exchange it first: keybound "
                + "license exchange. Without it: keybound license activate --operation recovery with an unused backup PIN"
        case .kitUnknown: "There is no kit of this registration number. Compare it with the sheet."
        case .tooManyTickets(let most):
            "\(most) requests for this kit wait for the publisher's decision. Ask the publisher."
        case .restored:
            "The center was brought back from a backup, and gives licenses again once the publisher has found out what "
                + "happened since. Nothing was changed; try again later."
        case .challengeStale:
            "The center's challenge is too old, was used, or is none. Ask for a new one."
        case .licenseEnded(let id, let successor):
            "The license \(id) holds no longer"
                + (successor.map { ": \($0) has taken its place." } ?? ": it was withdrawn.")
        case .emergencyLimit(let limit):
            "The kit has had all its emergency licenses of this year: \(limit). Ask the publisher, or "
                + "replace the key with a backup PIN: keybound license replace-key"
        case .rebindLimit(let limit):
            "This workplace was bound anew \(limit) times within a year, which is all its kit allows. "
                + "Ask the publisher."
        case .unseenLimit(let limit):
            "This workplace was recovered by phone \(limit) times within a year as if nothing had changed, which is all "
                + "that its kit allows. Exchange the license, which is then an ordinary one: keybound license exchange, or "
                + "as a file: keybound license request --operation exchange. Else take an unused backup PIN."
        case .licenseeByPhone(let difference):
            "The licensee's \(difference.field) is not the one that was given when the kit was first used, and what was "
                + "asked for by phone cannot be changed. Ask by phone again with the right one: keybound license "
                + "activate --channel phone --operation recovery --unchanged"
        case .nothingToUndo(let days):
            "There is no promotion of the last \(days) days that could be undone."
        case .requestReused:
            "Another request had this ID. Begin anew."
        }
    }
}

extension IssuerDefect {
    /// How far the word of a key for answers by phone goes.
    fileprivate var limitText: String {
        switch self {
        case .phoneLimit(.product(let id, let only)):
            "it is for \(only.joined(separator: ", ")), and not for \(id)"
        case .phoneLimit(.seats(let count, let most)): "\(count) seats, and \(most) at the most"
        case .phoneLimit(.days(let count, let longest)):
            "\(count) days, and \(longest) at the longest"
        case .expired(let end, _): "it has expired on \(Timestamp.text(end))"
        case .notYetValid(let start, _): "it holds from \(Timestamp.text(start)) on"
        case .untrustedRoot, .certificateSignature, .keyMismatch, .publisherMismatch, .purpose:
            "its certificate is not right"
        }
    }
}
