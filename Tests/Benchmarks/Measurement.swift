/// Times of one thing, measured many times.
struct Measurement {
    private let sorted: [Duration]

    init(_ times: [Duration]) {
        sorted = times.sorted()
    }

    var median: Duration { quantile(0.5) }

    func quantile(_ part: Double) -> Duration {
        sorted[min(Int(Double(sorted.count) * part), sorted.count - 1)]
    }

    /// The time that a call takes, as the mean over a few in a row.
    static func time(of count: Int, _ body: () throws -> Void) rethrows -> Duration {
        let clock = ContinuousClock()
        let time = try clock.measure { for _ in 0..<count { try body() } }
        return time / count
    }
}

/// Two things measured in turn, so that both see the same noise of the machine.
struct Comparison {
    let subject: Measurement
    let reference: Measurement
    /// The median of the ratios of each round.
    let ratio: Double

    init(
        rounds: Int, calls: Int, _ subject: () throws -> Void,
        against reference: () throws -> Void
    ) rethrows {
        var pairs: [(Duration, Duration)] = []
        for round in 0...rounds {
            let pair = (
                try Measurement.time(of: calls, subject),
                try Measurement.time(of: calls, reference)
            )
            // The first round warms up.
            if round > 0 { pairs.append(pair) }
        }
        self.subject = Measurement(pairs.map(\.0))
        self.reference = Measurement(pairs.map(\.1))
        ratio = pairs.map { $0.0 / $0.1 }.median
    }

    /// - Parameter aim: how much the subject may take beside the reference.
    func print(_ name: String, reference: String, leaving aim: String) {
        Swift.print(name)
        Swift.print("  median     \(subject.median.short)")
        Swift.print("  reference  \(self.reference.median.short)  \(reference)")
        let rest = subject.median - self.reference.median
        Swift.print("  the rest   \(rest.short)  (aim: at most \(aim))")
    }

    func print(_ name: String, reference: String, aim: Double) {
        Swift.print(name)
        Swift.print("  median     \(subject.median.short)")
        Swift.print("  reference  \(self.reference.median.short)  \(reference)")
        Swift.print("  ratio      \(ratio.short)  (aim: at most \(aim.short))")
    }
}

extension Duration {
    var short: String {
        let nanoseconds = Double(components.seconds) * 1e9 + Double(components.attoseconds) / 1e9
        if nanoseconds < 1e6 { return "\((nanoseconds / 1e3).short) µs" }
        return "\((nanoseconds / 1e6).short) ms"
    }
}

extension [Double] {
    /// The middle one; 0 of none.
    var median: Double { isEmpty ? 0 : sorted()[count / 2] }
}

extension Double {
    /// Two digits after the point.
    var short: String { String((self * 100).rounded() / 100) }
}
