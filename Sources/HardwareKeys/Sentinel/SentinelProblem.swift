package import HASP
package import PlainHTTP

/// Why the ID of a HASP or Sentinel key is not known, or not believed.
package enum SentinelProblem: Hashable, Sendable {
    /// The run-time could not be asked.
    case runtime(RuntimeError, at: ServiceAddress)
    /// The publisher's library could not be asked.
    case library(LibraryError)
    /// The library knows the key, which did not pass its check.
    case check(LibraryKey.Check)
    /// More such keys are plugged in than are told.
    case untold(told: Int, plugged: Int)
    /// More such keys are told than are plugged in: one of them was pulled, and it is not said which.
    case crowded(told: Int, plugged: Int)
    /// It may have been pulled, or nobody tells of it any more.
    case doubtful
}
