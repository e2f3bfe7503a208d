/// Why the run-time could not be asked.
package enum RuntimeError: Error, Hashable, Sendable {
    /// Nobody takes a connection.
    case unreachable(errno: Int32)
    /// No whole answer came in time.
    case silent
    case tooLarge(limit: Int)
    /// It is no answer of a run-time.
    case malformed
    /// It wants a user and a password, or others.
    case unauthorized
    /// It wants a password, and may be anybody's process.
    case stranger
    case http(status: Int)
    /// The run-time's own number of what went wrong.
    case refused(code: Int)
    case password(SecretFileError)
}
