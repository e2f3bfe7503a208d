/// What is to be kept before it is answered.
package enum SeatChange: Hashable, Sendable {
    case added(SeatLease)
    /// It was released, has expired, or was freed.
    case removed(LeaseID)
    /// It is away from the network until then.
    case borrowed(SeatLease)
}
