package import FoundationEssentials

/// Dates as text.
package enum Timestamp {
    /// RFC 3339 in UTC to the second: `2027-01-31T12:00:00Z`.
    package static func text(_ date: Date) -> String {
        date.formatted(.iso8601)
    }

    /// A date-time as ``text(_:)`` writes it; `nil` for days and hours that are none.
    package static func date(_ text: String) -> Date? {
        // Foundation takes February 31 for March 3, so the date must give the same text again.
        guard text.utf8.count == 20, let date = try? Date(text, strategy: .iso8601),
            self.text(date) == text
        else { return nil }
        return date
    }

    /// A date-time, or a day `2027-01-31`, which lasts to its last second in UTC.
    package static func end(_ text: String) -> Date? {
        date(text) ?? date(text + "T23:59:59Z")
    }
}

extension Duration {
    /// In seconds, with their fraction.
    package var timeInterval: TimeInterval {
        TimeInterval(components.seconds) + TimeInterval(components.attoseconds) * 1e-18
    }
}

extension Date {
    /// Whole seconds since 1970, as a NumericDate (RFC 7519, section 2).
    package var seconds: Int64 { Int64(timeIntervalSince1970.rounded(.down)) }
}
