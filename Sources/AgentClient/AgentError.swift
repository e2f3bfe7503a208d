package import LicenseBinding
package import PlainHTTP

/// Why the agent could not be asked.
package enum AgentError: Error, Hashable, Sendable {
    case connection(ConnectionError)
    /// It does not answer this, and says why by the status of HTTP.
    case refused(status: Int)
    /// What came is no answer of an agent.
    case malformed(Defect)
}
