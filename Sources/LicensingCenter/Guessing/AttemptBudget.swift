/// How many attempts there may be: so many at once, and so many more each second.
package struct AttemptBudget: Sendable {
    package struct Size: Hashable, Sendable {
        package let burst: Double
        package let perSecond: Double

        package init(burst: Double, perSecond: Double) {
            self.burst = burst
            self.perSecond = perSecond
        }
    }

    private let size: Size
    private var left: Double
    private var filled: ContinuousClock.Instant

    package init(_ size: Size, at now: ContinuousClock.Instant) {
        self.size = size
        left = size.burst
        filled = now
    }

    /// Takes one, or says how long it is until there is one.
    package mutating func take(at now: ContinuousClock.Instant) -> Duration? {
        let seconds = (now - filled) / .seconds(1)
        left = min(left + max(seconds, 0) * size.perSecond, size.burst)
        filled = max(now, filled)
        guard left >= 1 else { return .seconds((1 - left) / size.perSecond) }
        left -= 1
        return nil
    }

    package mutating func giveBack() {
        left = min(left + 1, size.burst)
    }
}
