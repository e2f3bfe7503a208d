import LicenseBinding

/// What one route gave.
struct SearchTry: Sendable {
    let route: LicenseRoute
    /// Why it gave nothing new.
    let failure: RouteFailure?
    /// The licenses that it was tried for; of a route that failed those that the program runs on.
    let standings: [LicenseStanding]

    /// The number of the agent's last event before it looked.
    let sequence: Int64?

    init(_ route: LicenseRoute, _ standings: [LicenseStanding], sequence: Int64? = nil) {
        self.route = route
        self.sequence = sequence
        failure = nil
        self.standings = standings
    }

    init(
        _ route: LicenseRoute, failing failure: RouteFailure,
        keeping standings: [LicenseStanding] = []
    ) {
        self.route = route
        self.failure = failure
        sequence = nil
        self.standings = standings
    }
}
