/// Why no whole answer came.
package enum ConnectionError: Error, Hashable, Sendable {
    /// Nobody takes a connection, or it broke while something was sent.
    case unreachable(errno: Int32)
    /// No whole answer came in time.
    case silent
    case tooLarge(limit: Int)
    /// It broke off, or is no answer of HTTP.
    case malformed
}
