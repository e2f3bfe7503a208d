/// What the agent tells those who listen (server-sent events, HTML Living Standard, section 9.2).
package enum AgentEvent: String, CaseIterable, Sendable {
    /// A key came, left, or is in another state: the data is the key and what became of it.
    case keys
    /// The verdict on a license of this computer has become another one: the data is the verdict.
    case verdict
    /// A seat was taken, lent or given back: the data is the lease and what became of it.
    case seats
    /// The first event: from here on nothing is missed. The data is `{"sequence"}`, as in ``AgentAnswer``.
    case listening
}
