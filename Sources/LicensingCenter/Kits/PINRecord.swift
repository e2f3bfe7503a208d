package import CenterProtocol
package import FoundationEssentials
import LicenseBinding

/// A PIN as the center keeps it: by the keyed hash of its digits.
package struct PINRecord: Hashable, Sendable {
    package let hash: PINHash
    package let kit: RegistrationNumber
    /// From 1.
    package let workplace: Int
    package let position: PINPosition
    package var state: PINState
    /// The computer that it was last used on, and since when.
    package var computer: String?
    package var since: Date?

    package init(
        hash: PINHash, kit: RegistrationNumber, workplace: Int, position: PINPosition,
        state: PINState = .unused, computer: String? = nil, since: Date? = nil
    ) {
        self.hash = hash
        self.kit = kit
        self.workplace = workplace
        self.position = position
        self.state = state
        self.computer = computer
        self.since = since
    }

    var place: LicenseGrant.Place {
        LicenseGrant.Place(registration: kit, workplace: workplace, position: position)
    }
}
