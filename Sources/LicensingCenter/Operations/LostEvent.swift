package import CenterProtocol
import FoundationEssentials
package import LicenseBinding

/// Something that happened after the backup was made, as a log that was kept elsewhere tells it, or a person.
package enum LostEvent: Hashable, Sendable {
    /// A license was given, by this PIN if by one, in place of others.
    case issued(LicenseID?, UsedPIN?, replacing: [LicenseID])
    case canceled(RegistrationNumber, workplace: Int, PINPosition)
    case revoked(LicenseID)
    case withdrawn(KeyID)
    case operatorRemoved(String)

    /// - Parameter entry: as `keybound-center audit list --json` prints it.
    /// - Returns: nothing for what a restored center need not know.
    package init?(_ entry: Claims) throws(Defect) {
        guard let content = try entry.claims("content") else { return nil }
        switch try entry.text("event") {
        case "license.issued":
            let replaced = (try content.strings("supersedes") ?? []).compactMap { LicenseID($0) }
            let id = try content.string("license").flatMap { LicenseID($0) }
            self = .issued(id, try UsedPIN(content), replacing: replaced)
        case "pin.canceled":
            guard let place = try LicenseGrant.Place(optional: content) else { return nil }
            self = .canceled(place.registration, workplace: place.workplace, place.position)
        case "license.revoked":
            guard let id = try content.string("license").flatMap({ LicenseID($0) }) else {
                return nil
            }
            self = .revoked(id)
        case "key.withdrawn":
            guard let key = try content.string("key").flatMap({ KeyID($0) }) else { return nil }
            self = .withdrawn(key)
        case "operator.removed": self = .operatorRemoved(try content.text("operator"))
        default: return nil
        }
    }
}

/// A PIN that was used.
package struct UsedPIN: Hashable, Sendable {
    package let place: LicenseGrant.Place
    package let computer: String

    package init(_ place: LicenseGrant.Place, on computer: String) {
        self.place = place
        self.computer = computer
    }

    /// - Returns: nothing for a license that was given without a PIN.
    fileprivate init?(_ content: Claims) throws(Defect) {
        guard let position = try content.word("pin", PINPosition.self),
            let place = try LicenseGrant.Place(optional: content, at: position)
        else { return nil }
        self.init(place, on: try content.text("computer"))
    }
}

extension LicenseGrant.Place {
    fileprivate init?(optional content: Claims, at named: PINPosition? = nil) throws(Defect) {
        let own = try content.word("position", PINPosition.self)
        let workplace = try content.integer("workplace", in: 1...Int64(Int32.max))
        guard let position = named ?? own, let workplace,
            let registration = try content.string("registration").flatMap({ RegistrationNumber($0) }
            )
        else { return nil }
        self.init(registration: registration, workplace: Int(workplace), position: position)
    }
}
