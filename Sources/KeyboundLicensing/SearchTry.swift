import FoundationEssentials
import LicenseBinding

/// What one route gave.
struct SearchTry: Sendable {
    /// A license, and the verdict on it at the look.
    struct Judged: Sendable {
        let standing: LicenseStanding
        let verdict: Verdict
    }

    let route: LicenseRoute
    /// Why it gave nothing new.
    let failure: RouteFailure?
    /// The licenses that it was tried for; of a route that failed those that the program runs on.
    let licenses: [Judged]
    /// The number of the agent's last event before it looked.
    let sequence: Int64?

    /// - Parameter time: what the wall clock says.
    init(
        _ route: LicenseRoute, _ standings: [LicenseStanding], at time: Date,
        failing failure: RouteFailure? = nil, sequence: Int64? = nil
    ) {
        self.route = route
        self.failure = failure
        self.sequence = sequence
        licenses = standings.map { standing in
            Judged(standing: standing, verdict: standing.verdict(at: .now, time: time))
        }
    }
}
