/// Time by a clock that nobody sets, since whatever origin its owner has: leases and graces are counted by it.
package struct SeatTime: Hashable, Comparable, Sendable {
    package let sinceOrigin: Duration

    package init(_ sinceOrigin: Duration) {
        self.sinceOrigin = sinceOrigin
    }

    package static func < (one: SeatTime, other: SeatTime) -> Bool {
        one.sinceOrigin < other.sinceOrigin
    }

    package static func + (time: SeatTime, duration: Duration) -> SeatTime {
        SeatTime(time.sinceOrigin + duration)
    }

    package static func - (one: SeatTime, other: SeatTime) -> Duration {
        one.sinceOrigin - other.sinceOrigin
    }
}
