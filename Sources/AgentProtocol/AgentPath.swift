/// What the key agent of a computer answers, and where.
package enum AgentPath {
    package static let standardSocket = "/run/keybound/keybound.sock"
    /// The environment variable that names another socket.
    package static let socketVariable = "KEYBOUND_SOCKET"

    /// `POST` of an ``AgentQuestion``; answers with an ``AgentAnswer``.
    package static let proofs = "/v1/proofs"
    /// `GET`: server-sent events, as ``AgentEvent`` says.
    package static let events = "/v1/events"
    /// `GET`: the verdicts on all licenses of this computer.
    package static let verdicts = "/v1/verdicts"
    /// `POST` of a program's question for a seat of the network; a `DELETE` with the lease's ID gives it back. `GET`:
    /// the seats of this computer, and what its servers show.
    package static let seats = "/v1/seats"
    /// `POST` of `{"url", "code"}` enrolls this computer at a seat server; a `DELETE` of `{"url"}` leaves it.
    package static let seatServers = "/v1/seat-servers"
    /// `GET`: whether the agent works, and which version it is.
    package static let health = "/healthz"

    /// The most bytes of a question.
    package static let questionLimit = 64 * 1024
    /// The most bytes of an answer: a proof for each key of each license that was asked about.
    package static let answerLimit = 1 << 20
}
