/// The paths of a licensing center.
package enum CenterPath {
    package static let activations = "/v1/activations"
    package static let recoveryChallenges = "/v1/recovery-challenges"
    package static let recoveries = "/v1/recoveries"
    package static let bindings = "/v1/bindings"
    package static let emergencies = "/v1/emergencies"
    package static let phoneExchanges = "/v1/phone-exchanges"
    package static let pinQueries = "/v1/pin-queries"
    package static let tickets = "/v1/tickets"
    package static let operatorTickets = "/v1/operator/tickets"
    package static let operators = "/v1/operator/operators"
    package static let times = "/v1/times"
    package static let revocations = "/v1/revocations"
    package static let document = "/openapi.yaml"
    package static let health = "/healthz"

    /// The most bytes of a request: an enrollment with its certificates, and a computer.
    package static let requestLimit = 512 * 1024
    /// The most bytes of an answer: a license and a revocation list.
    package static let answerLimit = 20 * 1024 * 1024
}
