package import FoundationEssentials

/// A day in UTC.
package struct PhoneDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    private static let seconds: TimeInterval = 86400

    /// Days since 1970-01-01.
    private let number: Int

    package init(of date: Date) {
        number = Int((date.timeIntervalSince1970 / Self.seconds).rounded(.down))
    }

    /// Reads `2027-01-31`.
    package init?(_ text: String) {
        guard let start = Timestamp.date(text + "T00:00:00Z") else { return nil }
        self.init(of: start)
    }

    package var start: Date {
        Date(timeIntervalSince1970: TimeInterval(number) * Self.seconds)
    }

    package var description: String { String(Timestamp.text(start).prefix(10)) }

    package static func < (one: PhoneDay, other: PhoneDay) -> Bool { one.number < other.number }

    /// So many days later.
    package static func + (day: PhoneDay, days: Int) -> PhoneDay {
        PhoneDay(of: day.start + TimeInterval(days) * seconds)
    }
}
