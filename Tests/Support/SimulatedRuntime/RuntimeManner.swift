/// How a simulated run-time behaves.
package enum RuntimeManner: Sendable {
    case serves(RuntimeVersion, [SimulatedRow])
    /// It serves whoever shows this (RFC 7617).
    case protects(credentials: String, [SimulatedRow])
    /// It says this to paths that have this in them, and 404 to others.
    case answers([String: String])
    /// It takes connections and says nothing.
    case hangs
    /// It says this and ends the connection.
    case says(String)
    /// It says this and leaves the connection open.
    case stops(after: String)
    /// It says so many bytes and more.
    case floods(Int)
    /// One byte at a time, for ever.
    case drips
}
