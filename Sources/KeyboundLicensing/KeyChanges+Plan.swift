import LicenseBinding

extension KeyChanges.Plan {
    /// Listens where the key was found. As long as none was, everywhere.
    init(_ outcome: SearchOutcome, _ found: SearchOutcome.Found?) {
        let standings = outcome.tries.flatMap(\.licenses).map(\.standing)
        let mayAsk = outcome.tries.contains { attempt in
            switch attempt.failure {
            case nil, .agent: attempt.route == .agent
            case .notApplicable, .noSocket, .bus, .seat: false
            }
        }
        let isReached = outcome.tries.contains { $0.route == .agent && $0.failure == nil }
        let isIdentified = found?.standing.license.binding.keys.contains { $0.credential == nil }
        agent = mayAsk && found?.route != .direct
        ports = found?.route == .direct || isIdentified == true || !isReached && !standings.isEmpty
        credentials = Set(standings.flatMap(\.license.binding.credentials))
    }
}
