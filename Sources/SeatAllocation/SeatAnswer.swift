/// What comes of a claim.
package enum SeatAnswer: Hashable, Sendable {
    case granted(SeatLease, isNew: Bool)
    /// There is none yet; so many are before it, itself among them.
    case queued(place: Int)
    case refused(SeatRefusal)
}

/// Why there is no seat.
package enum SeatRefusal: Error, Hashable, Sendable {
    case full(seats: Int)
    case denied(Denial)
    /// There is no such pool.
    case poolUnknown
    /// The lease's ID is that of another seat, or its secret is not shown.
    case otherLease
    /// It never was, or has ended, whatever has become of the seat.
    case leaseEnded
    case idle(Duration)
    case queueFull

    package enum Denial: Hashable, Sendable {
        case excluded(group: String)
        case notIncluded
        case most(Int, group: String)
        case mostPerUser(Int)
        case borrowing
        case borrowed(most: Int)
        case borrowTooLong(longest: Duration)
    }

    /// The stable name of the reason.
    package var code: String {
        switch self {
        case .full, .queueFull: "SEATS_FULL"
        case .denied, .poolUnknown, .otherLease, .leaseEnded, .idle: "SEAT_DENIED"
        }
    }
}
