package import FoundationEssentials

/// The times that samples are made of.
package enum TestTime {
    /// 2027-01-31T12:00:00Z
    package static let now = Date(timeIntervalSince1970: 1_801_396_800)
    /// When sample licenses were signed: a month ago.
    package static let issued = now - 30 * day
    package static let certified = now - 365 * day
    package static let certificateEnd = now + 4 * 365 * day
    package static let day: TimeInterval = 86400
}
