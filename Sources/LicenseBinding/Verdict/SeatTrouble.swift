/// Why there is no seat of the network.
package struct SeatTrouble: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// All are taken.
        case full = "SEATS_FULL"
        case denied = "SEAT_DENIED"
        case unreachable = "SERVER_UNREACHABLE"
        /// The server has no key now.
        case keyAbsent = "KEY_ABSENT"
    }

    package let kind: Kind
    /// The server's own words, or ours.
    package let detail: String

    package init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }
}
