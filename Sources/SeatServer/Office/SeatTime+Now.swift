package import SeatAllocation

extension SeatTime {
    private static let origin = ContinuousClock.now

    /// Since the process began to count, by a clock that goes on while the computer sleeps.
    package static var now: SeatTime { SeatTime(ContinuousClock.now - origin) }
}
