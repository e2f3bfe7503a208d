package import FoundationEssentials

/// How a request comes to a center. A challenge is for one channel, so that what was given for the slow one opens nothing
/// on the fast one.
package enum Channel: String, CaseIterable, Sendable {
    case network
    /// As a file that somebody carries.
    case file

    /// How long a challenge may be answered.
    package var patience: TimeInterval {
        switch self {
        case .network: 300
        case .file: 14 * .day
        }
    }
}
