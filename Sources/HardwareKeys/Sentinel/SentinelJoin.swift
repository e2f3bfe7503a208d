import LicenseBinding

/// Joins the keys that are told with the devices that are plugged in. One of each is one key; of several
/// nobody says which is in which port.
struct SentinelJoin {
    /// One for each device, in no order; more if it is not settled.
    let sightings: [KeySighting]
    /// Whether all that is told can be plugged in.
    let isSettled: Bool
    /// Whether the run-time told, which knows all keys and not only those of one publisher.
    let isWhole: Bool
    /// Whether it is not known which of several devices a sighting is of.
    let isAmbiguous: Bool

    /// - Parameter count: how many devices are plugged in, one at least.
    init(_ told: ToldKeys, with count: Int) {
        let keys = Self.keys(told.keys, with: count)
        isSettled = keys.count <= count
        isWhole = told.isRuntimeAnswered
        isAmbiguous = count > 1 && !keys.isEmpty
        guard isSettled else {
            sightings = keys.map { key in
                var sighting = KeySighting(
                    id: key.id, state: .needsRuntime,
                    problem: .sentinel([.crowded(told: keys.count, plugged: count)]))
                sighting.toldModel = key.model
                return sighting
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

    /// A key that is told twice is one, unless there are devices for both; and of more keys than devices
    /// those whose engine answered are there.
    private static func keys(_ told: [ToldKey], with count: Int) -> [ToldKey] {
        guard told.count > count else { return told }
        var seen: Set<KeyID> = []
        let distinct = told.filter { key in key.id.map { seen.insert($0).inserted } ?? true }
        let confirmed = distinct.filter(\.isConfirmed)
        return distinct.count > count && confirmed.count == count ? confirmed : distinct
    }
}
