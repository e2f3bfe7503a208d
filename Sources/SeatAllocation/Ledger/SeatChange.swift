package import SeatProtocol

/// What is to be kept before it is answered.
package enum SeatChange: Hashable, Sendable {
    case added(SeatLease)
    /// It was released, or has expired.
    case removed(LeaseID)
    /// It was taken away from its holder.
    case writtenOff(SeatLease, SeatWriteOff)
    /// It is away from the network until then.
    case borrowed(SeatLease)
    /// Its license was replaced, and it is one of another pool.
    case moved(SeatLease)

    package var lease: LeaseID {
        switch self {
        case .added(let lease), .borrowed(let lease), .moved(let lease),
            .writtenOff(let lease, _):
            lease.id
        case .removed(let id): id
        }
    }
}
