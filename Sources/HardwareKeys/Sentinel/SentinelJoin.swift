import LicenseBinding

/// Joins the keys that are told with the devices that are plugged in. One of each is one key; of several
/// nobody says which is in which port.
struct SentinelJoin {
    /// One for each device, in no order; more if it is not settled.
    let sightings: [KeySighting]
    /// Whether all that is told can be plugged in.
    let isSettled: Bool

    /// Whether it is not known which of several devices a sighting is of.
    let isAmbiguous: Bool

    /// - Parameter count: how many devices are plugged in, one at least.
    init(_ told: ToldKeys, with count: Int) {
        let confirmed = told.keys.filter(\.isConfirmed)
        let keys =
            told.keys.count > count && confirmed.count == count ? confirmed : told.keys
        isSettled = keys.count <= count
        isAmbiguous = count > 1 && !keys.isEmpty
        guard isSettled else {
            sightings = keys.map { key in
                KeySighting(
                    id: key.id, state: .needsRuntime,
                    problem: .sentinel([.crowded(told: keys.count, plugged: count)]))
            }
            return
        }
        let untold: [SentinelProblem] =
            told.isAnswered ? [.untold(told: keys.count, plugged: count)] : []
        let rest = KeySighting(
            state: .needsRuntime, problem: .sentinel(told.problems + untold))
        sightings =
            keys.map(\.sighting) + Array(repeating: rest, count: count - keys.count)
    }
}
