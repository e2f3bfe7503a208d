package import SeatProtocol

/// A seat that a client has for some time.
package struct SeatLease: Hashable, Sendable {
    package let id: LeaseID
    package let secretHash: [UInt8]
    package internal(set) var pool: SeatPool.ID
    package let holder: SeatHolder
    /// When it was claimed by the wall clock, in seconds since 1970: for people alone.
    package let claimed: Int64
    package let since: SeatTime
    /// When the client must have renewed it.
    package var until: SeatTime
    /// When it may be another's: after the client's grace, and a margin for the way between them.
    package var heldUntil: SeatTime
    /// Whether it is away from the network.
    package var isBorrowed = false

    package init(
        id: LeaseID, secretHash: [UInt8], pool: SeatPool.ID, holder: SeatHolder, claimed: Int64,
        since: SeatTime, until: SeatTime, heldUntil: SeatTime, isBorrowed: Bool = false
    ) {
        self.id = id
        self.secretHash = secretHash
        self.pool = pool
        self.holder = holder
        self.claimed = claimed
        self.since = since
        self.until = until
        self.heldUntil = heldUntil
        self.isBorrowed = isBorrowed
    }
}
