package import FoundationEssentials

/// The highest time that is certain to have passed: a signed time, and the time that was measured
/// since by a clock that nobody sets. The wall clock never raises it, so that one wrong start in a
/// far year poisons nothing.
package struct ClockFloor: Hashable, Sendable {
    /// A reading of the clock that counts since the computer was started.
    package struct Uptime: Hashable, Sendable {
        /// Which start of the computer it counts from.
        package let boot: String
        package let elapsed: Duration

        package init(boot: String, elapsed: Duration) {
            self.boot = boot
            self.elapsed = elapsed
        }

        /// The time from an earlier reading to this one; `nil` across a restart.
        package func since(_ earlier: Uptime) -> Duration? {
            boot == earlier.boot && elapsed >= earlier.elapsed ? elapsed - earlier.elapsed : nil
        }
    }

    /// How far a clock may be from a certain time: a day, for time zones and careless people.
    package static let tolerance: TimeInterval = 86400

    package let certain: Date
    package let measured: Uptime

    package init(certain: Date, measured: Uptime) {
        self.certain = certain
        self.measured = measured
    }

    /// The floor as it is at a later reading.
    package func raised(at uptime: Uptime) -> ClockFloor {
        let passed = uptime.since(measured) ?? .zero
        return ClockFloor(certain: certain + passed.timeInterval, measured: uptime)
    }

    /// The floor after a signed time was seen.
    package func raised(to signed: Date, at uptime: Uptime) -> ClockFloor {
        let now = raised(at: uptime)
        return ClockFloor(certain: max(now.certain, signed), measured: uptime)
    }
}
