/// A seat that a client has for some time.
package struct SeatLease: Hashable, Sendable {
    package let id: LeaseID
    package let secretHash: [UInt8]
    package let pool: SeatPool.ID
    package let holder: SeatHolder
    package let since: SeatTime
    /// When the client must have renewed it.
    package var until: SeatTime
    /// When it may be another's: after the client's grace, and a margin for the way between them.
    package var heldUntil: SeatTime
    /// Whether it is away from the network.
    package var isBorrowed = false
}
