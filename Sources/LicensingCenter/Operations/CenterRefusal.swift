import CenterProtocol
package import FoundationEssentials
import KeyAttestation
package import LicenseBinding

/// Why a center gives no license. It says no more to who knows neither PIN nor key.
package enum CenterRefusal: Error, Hashable, Sendable {
    /// There is no such PIN, or it is of another kit.
    case pinUnknown
    case pinActive(computer: String?, since: Date?)
    /// Another PIN of the workplace is active now.
    case pinSuperseded(backupsLeft: Int)
    case pinCanceled
    /// A first run needs the main PIN.
    case pinIsBackup
    /// It has not been used yet, so there is nothing to recover by it.
    case pinUnused
    /// The computer or key has changed, and this PIN is no unused backup PIN.
    case backupNeeded(backupsLeft: Int)
    case backupsUsedUp
    /// The workplace has no license yet.
    case nothingToRecover
    case licensee(LicenseeRule.Difference)
    /// What was to be unchanged is not.
    case changed([String])
    case keyUnfit(KeyID?, reason: String)
    case keyWithdrawn(KeyID)
    case keyTwice(KeyID)
    /// The change does not go with what the license is bound to.
    case bindingUnfit(String)
    /// Nothing of the license is proven.
    case unproven
    /// The license has a FIDO2 key, which is to prove itself.
    case keyProofNeeded
    /// The challenge is none of this center's, too old, or used.
    case challengeStale
    case licenseEnded(LicenseID, successor: LicenseID?)
    case emergencyLimit(Int)
    case rebindLimit(Int)
    /// Recoveries by phone in which nothing has changed.
    case unseenLimit(Int)
    /// The licensee of a license by phone, which cannot be changed.
    case licenseeByPhone(LicenseeRule.Difference)
    case nothingToUndo(days: Int)
    /// What the center would sign no site would accept.
    case issuerExpired
    /// There is no kit of this number.
    case kitUnknown
    /// No kit has this entitlement number.
    case entitlementUnknown
    /// The entitlement number is not of the workplace that the PIN is of.
    case entitlementElsewhere
    /// Nothing signs answers by phone.
    case phoneUnavailable
    /// The key that signs answers by phone is not for this license.
    case phoneLimit(IssuerDefect)
    /// This center has given no such license by phone.
    case phoneLicenseUnknown
    case phoneLicenseUnfit(Refusal)
    /// What is shown at the exchange of a license by phone is not what it was given for.
    case exchangeDiffers([String])
    /// It was given by phone, so that nobody knows yet what it is bound to.
    case bindingUnseen(LicenseID)
    /// So many of the kit's requests wait for a decision.
    case tooManyTickets(Int)
    /// All was brought back from a backup, and nobody knows yet which PINs were used since.
    case restored
    /// The request's ID is that of another request.
    case requestReused
}
