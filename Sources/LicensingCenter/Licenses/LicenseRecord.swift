package import CenterProtocol
package import FoundationEssentials
package import LicenseBinding

/// A license as the center keeps it.
package struct LicenseRecord: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case standard
        /// Of some days, as the only key has died.
        case emergency
    }

    package enum State: String, CaseIterable, Sendable {
        case active
        /// Another license has taken its place.
        case superseded
        case revoked
    }

    package let id: LicenseID
    package let kit: RegistrationNumber
    package let workplace: Int
    package let kind: Kind
    package var state: State
    package var successor: LicenseID?
    /// The license file.
    package let file: String
    package let issuedAt: Date
    package let computer: String
    /// What it was issued by, as `first-run` or `promote`.
    package let operation: String
    /// The number of the audit entry that it carries the hash of.
    package let audit: Int64

    package init(
        id: LicenseID, kit: RegistrationNumber, workplace: Int, kind: Kind, state: State = .active,
        successor: LicenseID? = nil, file: String, issuedAt: Date, computer: String,
        operation: String, audit: Int64
    ) {
        self.id = id
        self.kit = kit
        self.workplace = workplace
        self.kind = kind
        self.state = state
        self.successor = successor
        self.file = file
        self.issuedAt = issuedAt
        self.computer = computer
        self.operation = operation
        self.audit = audit
    }
}
