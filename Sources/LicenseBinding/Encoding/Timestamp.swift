package import FoundationEssentials

/// Dates as text.
package enum Timestamp {
    /// RFC 3339 in UTC to the second: `2027-01-31T12:00:00Z`.
    package static func text(_ date: Date) -> String {
        date.formatted(.iso8601)
    }

    /// A date-time of RFC 3339 in UTC.
    package static func date(_ text: String) -> Date? {
        // Nothing is lost: the caller says what it expected and what it found.
        try? Date(text, strategy: .iso8601)
    }

    /// A date-time of RFC 3339, or a day `2027-01-31`, which lasts to its last second in UTC.
    package static func end(_ text: String) -> Date? {
        date(text) ?? date(text + "T23:59:59Z")
    }
}

extension Date {
    /// Whole seconds since 1970, as a NumericDate (RFC 7519, section 2).
    package var seconds: Int64 { Int64(timeIntervalSince1970.rounded(.down)) }
}
