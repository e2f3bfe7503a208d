/// What a seat server answers, and where.
package enum SeatPath {
    /// `POST` of a ``SeatRequest``: 201 for a new seat and 200 for the same again, with a ``SeatReceipt``; 202 in the queue.
    /// `GET`: all leases.
    package static let leases = "/v1/leases"
    /// Before a lease's ID: `DELETE` gives it back, `GET` of its `proof`, `POST` of its `borrow` or `free`.
    package static let lease = "/v1/leases/"
    /// `POST` of ``SeatRenewals``: for each a receipt or a refusal.
    package static let renewals = "/v1/leases/renewals"
    /// `GET`: the pools and how they are used.
    package static let pools = "/v1/pools"
    /// `GET` with a license's ID: the license and the delegation in force.
    package static let chain = "/v1/chain"
    /// `GET`: the server's own key, `{"jwk"}`, which a publisher may name in a license.
    package static let server = "/v1/server"
    /// `GET`: server-sent events of seats and verdicts.
    package static let events = "/v1/events"
    /// `GET`: the last claims that were refused, with the reason.
    package static let denials = "/v1/denials"
    /// `GET`: the seats that were taken away, with the reason.
    package static let writeOffs = "/v1/write-offs"
    /// `GET`: the computers that may take seats over the network. `POST` of `{"host", "code"}` enrolls one; a `POST` to `codes`
    /// makes a code, and a `DELETE` with a name lets it in no more.
    package static let clients = "/v1/clients"
    package static let metrics = "/metrics"
    package static let health = "/healthz"
    package static let readiness = "/readyz"
    package static let document = "/openapi.yaml"

    /// The header with a lease's secret, in base64url.
    package static let secretHeader = "Lease-Secret"

    /// The most bytes of a request, and of one that renews many leases.
    package static let (requestLimit, renewalsLimit) = (16 * 1024, 256 * 1024)
    /// The most bytes of a request at a path.
    package static func bodyLimit(of path: String) -> Int {
        path == renewals ? renewalsLimit : requestLimit
    }

    /// The most bytes of an answer.
    package static let answerLimit = 4 << 20

    /// Whether a path is one of a seat server.
    package static func isOne(_ path: String) -> Bool { !methods(of: path).isEmpty }

    /// The methods of a path; none of one that is not there.
    package static func methods(of path: String) -> [String] {
        switch path {
        case leases: ["GET", "POST"]
        case renewals: ["POST"]
        case pools, server, events, denials, writeOffs, metrics, health, readiness, document:
            ["GET"]
        case clients: ["GET", "POST"]
        case clients + "/codes": ["POST"]
        case let path where path.hasPrefix(clients + "/"): ["DELETE"]
        case let path where path.hasPrefix(chain + "/"): ["GET"]
        case let path where path.hasPrefix(lease):
            if path.hasSuffix("/proof") {
                ["GET"]
            } else if path.hasSuffix("/borrow") || path.hasSuffix("/free") {
                ["POST"]
            } else {
                ["DELETE"]
            }
        default: []
        }
    }
}
