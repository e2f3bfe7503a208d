package import FoundationEssentials

/// One reading of the clocks: the wall clock, which people set, and the time since the computer
/// was started, which nobody sets.
package struct Moment: Hashable, Sendable {
    package let time: Date
    package let uptime: ClockFloor.Uptime

    package init(time: Date, uptime: ClockFloor.Uptime) {
        self.time = time
        self.uptime = uptime
    }
}
