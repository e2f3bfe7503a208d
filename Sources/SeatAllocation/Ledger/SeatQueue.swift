import SeatProtocol

/// Those who wait for a seat of a pool: by priority, then by the time at which they came. Who does not ask again loses his
/// place.
struct SeatQueue: Sendable {
    static let most = 1000
    /// The most places of one user on one host: nobody else stands behind them for long.
    static let mostOfHolder = 10
    /// For how long a place is kept for who does not ask.
    static let patience: Duration = .seconds(30)

    struct Waiter: Sendable {
        let claim: SeatClaim
        let groups: Set<String>
        let priority: Int
        var asked: SeatTime
    }

    private(set) var waiters: [Waiter] = []

    /// The waiters that are before a claim.
    func before(_ claim: SeatClaim, priority: Int) -> ArraySlice<Waiter> {
        guard let place = waiters.firstIndex(where: { $0.claim.lease == claim.lease }) else {
            return waiters[..<(waiters.firstIndex { $0.priority < priority } ?? waiters.count)]
        }
        return waiters[..<place]
    }

    /// Keeps the place of a claim, or gives it one.
    /// - Returns: nothing if too many wait.
    mutating func keep(
        _ claim: SeatClaim, _ groups: Set<String>, priority: Int, at now: SeatTime
    ) -> Int? {
        if let place = waiters.firstIndex(where: { $0.claim.lease == claim.lease }) {
            waiters[place].asked = now
            return place + 1
        }
        guard waiters.count < Self.most,
            waiters.count(where: {
                $0.claim.holder.user == claim.holder.user
                    && $0.claim.holder.host == claim.holder.host
            }) < Self.mostOfHolder
        else { return nil }
        let place = waiters.firstIndex { $0.priority < priority } ?? waiters.count
        waiters.insert(
            Waiter(claim: claim, groups: groups, priority: priority, asked: now),
            at: place)
        return place + 1
    }

    mutating func leave(_ lease: LeaseID) {
        waiters.removeAll { $0.claim.lease == lease }
    }

    mutating func forget(at now: SeatTime) {
        waiters.removeAll { $0.asked + Self.patience <= now }
    }
}
