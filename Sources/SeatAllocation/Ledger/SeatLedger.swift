import LicenseBinding
package import SeatProtocol

/// All seats and who has them. Never are more of a pool's seats taken than there are, counting every lease until its client
/// can no longer run on it.
///
/// Whoever keeps it keeps its ``changes`` before he answers.
package struct SeatLedger: Sendable {
    /// How long a lease lasts.
    package let leaseTime: Duration
    /// How much longer the server holds it: for clocks that do not run alike.
    package static let margin: Duration = .seconds(5)
    /// The same for a loan, which its client counts by a wall clock that may go behind.
    package static let wallMargin: Duration = .seconds(120)
    /// For how long a lease without a pool is remembered: its license may come back.
    private static let strayTime: Duration = .seconds(7 * 86400)

    private var pools: [SeatPool.ID: SeatPool] = [:]
    private var uses: [SeatPool.ID: PoolUse] = [:]
    private var leases: [LeaseID: SeatLease] = [:]
    /// Those that were kept before, of pools that are not there yet.
    private var strays: [SeatLease] = []
    private var rules: SeatRules
    /// What was not kept yet, in its order.
    private var unkept: [SeatChange] = []

    /// - Parameter kept: the leases that were kept before. Each gets one more lease time, as nobody knows when it was
    ///   renewed last.
    package init(
        _ pools: [SeatPool], rules: SeatRules, leaseTime: Duration,
        restoring kept: [SeatLease] = [], successors: [String: String] = [:],
        at now: SeatTime = SeatTime(.zero)
    ) {
        self.leaseTime = leaseTime
        self.rules = rules
        for pool in pools { self.pools[pool.id] = pool }
        strays = kept
        takeInStrays(by: successors, at: now)
    }

    /// Takes what is to be kept.
    package mutating func takeChanges() -> [SeatChange] {
        defer { unkept = [] }
        return unkept
    }

    package var allLeases: [SeatLease] { Array(leases.values) }
    package var allPools: [SeatPool] { Array(pools.values) }

    package func lease(_ id: LeaseID) -> SeatLease? { leases[id] }

    /// How many seats of a pool are taken, those of clients that may only be in grace too.
    package func used(_ pool: SeatPool.ID) -> Int { uses[pool]?.used ?? 0 }

    /// How many users have seats of a pool.
    package func users(of pool: SeatPool.ID) -> Int { uses[pool]?.users ?? 0 }

    // MARK: - Claims

    package mutating func claim(_ claim: SeatClaim, at now: SeatTime) -> SeatAnswer {
        guard let pool = pools[claim.pool] else { return .refused(.poolUnknown) }
        if let known = leases[claim.lease], now < known.heldUntil {
            return again(claim, known, at: now)
        }
        expire(pool.id, at: now)
        // One of another pool that has expired.
        if let known = leases[claim.lease] { remove(known) }
        let groups = rules.groups(of: claim.holder)
        let own = rules.rules(of: pool)
        if let denial = denial(claim, groups, own) {
            uses[pool.id]?.queue.leave(claim.lease)
            return .refused(.denied(denial))
        }
        return take(claim, pool, groups, own, at: now)
    }

    /// The same claim has the same seat.
    private mutating func again(
        _ claim: SeatClaim, _ known: SeatLease, at now: SeatTime
    ) -> SeatAnswer {
        guard known.secretHash.isEqualInConstantTime(to: claim.secretHash), claim.isSame(as: known)
        else {
            return .refused(.otherLease)
        }
        return .granted(extend(known, at: now), isNew: false)
    }

    private func denial(
        _ claim: SeatClaim, _ groups: Set<String>, _ own: PoolRules
    ) -> SeatRefusal.Denial? {
        if let group = own.exclude.intersection(groups).min() { return .excluded(group: group) }
        guard own.include.isEmpty || !own.include.isDisjoint(with: groups) else {
            return .notIncluded
        }
        let use = uses[claim.pool] ?? PoolUse()
        guard let pool = pools[claim.pool],
            !use.has(PoolUse.Key(claim.lease, claim.holder, per: pool.unit))
        else { return nil }
        for (group, most) in own.most.sorted(by: { $0.key < $1.key }) where groups.contains(group) {
            guard use.used(by: group) < most else { return .most(most, group: group) }
        }
        if let most = own.mostPerUser, use.used(byUser: claim.holder.user) >= most {
            return .mostPerUser(most)
        }
        return nil
    }

    private mutating func take(
        _ claim: SeatClaim, _ pool: SeatPool, _ groups: Set<String>, _ own: PoolRules,
        at now: SeatTime
    ) -> SeatAnswer {
        let priority = own.priority(of: groups)
        uses[pool.id, default: PoolUse()].queue.forget(at: now)
        if isFree(claim, pool, groups, own, priority) {
            uses[pool.id]?.queue.leave(claim.lease)
            var lease = SeatLease(
                id: claim.lease, secretHash: claim.secretHash, pool: pool.id, holder: claim.holder,
                claimed: claim.time, since: now, until: now, heldUntil: now)
            hold(&lease, from: now, in: pool)
            add(lease, in: pool, of: groups)
            unkept.append(.added(lease))
            return .granted(lease, isNew: true)
        }
        guard claim.waits else { return .refused(.full(seats: pool.seats)) }
        let place = uses[pool.id]?.queue.keep(claim, groups, priority: priority, at: now)
        return place.flatMap(\.self).map { .queued(place: $0) } ?? .refused(.queueFull)
    }

    /// Whether there is a seat for a claim. Those who are before it and could have the seat, have it sooner.
    private func isFree(
        _ claim: SeatClaim, _ pool: SeatPool, _ groups: Set<String>, _ own: PoolRules,
        _ priority: Int
    ) -> Bool {
        guard let use = uses[pool.id] else { return false }
        let key = PoolUse.Key(claim.lease, claim.holder, per: pool.unit)
        if use.has(key) { return use.leases(on: key) < PoolUse.mostLeases }
        let free = use.free(for: groups, of: pool.seats, under: own)
        guard free > 0 else { return false }
        let before = use.queue.before(claim, priority: priority).count { waiter in
            use.free(for: waiter.groups, of: pool.seats, under: own) > 0
        }
        return free > before
    }

    // MARK: - What becomes of leases

    /// Makes a lease last from now on.
    /// - Parameter idle: for how long its client has done nothing.
    package mutating func renew(
        _ id: LeaseID, secretHash: [UInt8], idle: Duration = .zero, at now: SeatTime
    ) -> Result<SeatLease, SeatRefusal> {
        switch own(id, secretHash, at: now) {
        case .failure(let refusal): return .failure(refusal)
        case .success(let lease):
            if let most = ownRules(of: lease.pool).idle, idle >= most, !lease.isBorrowed {
                remove(lease)
                return .failure(.idle(most))
            }
            return .success(extend(lease, at: now))
        }
    }

    /// Gives a seat back, a borrowed one too.
    package mutating func release(
        _ id: LeaseID, secretHash: [UInt8], at now: SeatTime
    ) -> Result<SeatLease, SeatRefusal> {
        let found = own(id, secretHash, at: now)
        if case .success(let lease) = found {
            remove(lease)
        } else if let waiting = waiter(id), waiting.secretHash.isEqualInConstantTime(to: secretHash)
        {
            uses[waiting.pool]?.queue.leave(id)
        }
        return found
    }

    /// Takes a seat away from its holder; whoever does so says why, and knows that the holder may run on for a while.
    package mutating func free(_ id: LeaseID, _ note: SeatWriteOff) -> SeatLease? {
        guard let lease = leases[id] else { return nil }
        remove(lease, as: .writtenOff(lease, note))
        return lease
    }

    /// Lets a client keep its seat without the network.
    package mutating func borrow(
        _ id: LeaseID, secretHash: [UInt8], for time: Duration, at now: SeatTime
    ) -> Result<SeatLease, SeatRefusal> {
        switch borrowable(id, secretHash: secretHash, for: time, at: now) {
        case .failure(let refusal): return .failure(refusal)
        case .success(var lease):
            if !lease.isBorrowed { uses[lease.pool]?.borrowed += 1 }
            lease.isBorrowed = true
            lease.until = max(lease.until, now + time)
            let end = lease.until + Self.wallMargin + (pools[lease.pool]?.grace ?? .zero)
            lease.heldUntil = max(lease.heldUntil, end)
            leases[id] = lease
            unkept.append(.borrowed(lease))
            return .success(lease)
        }
    }

    /// What would come of a loan.
    package func borrowable(
        _ id: LeaseID, secretHash: [UInt8], for time: Duration, at now: SeatTime
    ) -> Result<SeatLease, SeatRefusal> {
        own(id, secretHash, at: now).flatMap { lease in
            let rule = ownRules(of: lease.pool).borrow
            guard rule.most > 0,
                rule.groups.isEmpty
                    || !rule.groups.isDisjoint(with: rules.groups(of: lease.holder))
            else { return .failure(.denied(.borrowing)) }
            guard time <= rule.longest else {
                return .failure(.denied(.borrowTooLong(longest: rule.longest)))
            }
            let others = (uses[lease.pool]?.borrowed ?? 0) - (lease.isBorrowed ? 1 : 0)
            guard others < rule.most else { return .failure(.denied(.borrowed(most: rule.most))) }
            return .success(lease)
        }
    }

    /// Other rules from now on, and other pools if there are any. Whoever has a seat keeps it.
    /// - Parameter successors: the licenses that were replaced, each with the one that has its seats now.
    package mutating func follow(
        _ new: SeatRules, _ newPools: [SeatPool]? = nil, successors: [String: String] = [:],
        at now: SeatTime
    ) {
        rules = new
        let old = uses
        if let newPools {
            pools = [:]
            for pool in newPools { pools[pool.id] = pool }
            for (id, lease) in leases where pools[lease.pool] == nil {
                move(id, by: successors)
            }
            takeInStrays(by: successors, at: now)
        }
        uses = [:]
        for lease in leases.values {
            guard let pool = pools[lease.pool] else { continue }
            count(lease, in: pool, of: rules.groups(of: lease.holder))
        }
        for (id, use) in old {
            for waiter in use.queue.waiters {
                let groups = new.groups(of: waiter.claim.holder)
                _ = uses[id, default: PoolUse()].queue.keep(
                    waiter.claim, groups, priority: ownRules(of: id).priority(of: groups),
                    at: waiter.asked)
            }
        }
    }

    /// Lets go of all leases that have ended by themselves.
    package mutating func expire(at now: SeatTime) {
        for pool in Array(uses.keys) { expire(pool, at: now) }
    }

    /// Tells anew of all leases that are away, for who keeps how long they last.
    package mutating func noteBorrowed() {
        for lease in leases.values where lease.isBorrowed { unkept.append(.borrowed(lease)) }
    }

    /// How many wait for a seat of a pool.
    package func waiting(for pool: SeatPool.ID) -> Int { uses[pool]?.queue.waiters.count ?? 0 }

    // MARK: -

    /// A lease of a license that was replaced is one of its successor, if that has such a pool. Else it stays aside.
    private mutating func move(_ id: LeaseID, by successors: [String: String]) {
        guard var lease = leases[id] else { return }
        lease.pool = successor(of: lease.pool, by: successors)
        if pools[lease.pool] == nil {
            leases[id] = nil
            strays.append(lease)
        } else {
            leases[id] = lease
            unkept.append(.moved(lease))
        }
    }

    /// The pool that has the leases of another one by now; that itself if there is none.
    private func successor(
        of pool: SeatPool.ID, by successors: [String: String]
    ) -> SeatPool.ID {
        var found = pool
        var seen: Set<String> = []
        while pools[found] == nil, let next = successors[found.license], seen.insert(next).inserted
        {
            found = SeatPool.ID(license: next, feature: pool.feature)
        }
        return pools[found] == nil ? pool : found
    }

    /// A lease of a pool that is there now gets one more lease time, as nobody knows when it was renewed last.
    private mutating func takeInStrays(by successors: [String: String], at now: SeatTime) {
        let found = strays
        strays = []
        for var lease in found {
            guard leases[lease.id] == nil else { continue }
            let place = successor(of: lease.pool, by: successors)
            if pools[place] != nil, place != lease.pool {
                lease.pool = place
                unkept.append(.moved(lease))
            }
            guard let pool = pools[lease.pool] else {
                if lease.heldUntil + Self.strayTime > now {
                    strays.append(lease)
                } else {
                    unkept.append(.removed(lease.id))
                }
                continue
            }
            if lease.isBorrowed {
                lease.heldUntil = max(
                    lease.heldUntil, lease.until + Self.wallMargin + pool.grace)
            } else {
                hold(&lease, from: now, in: pool)
            }
            add(lease, in: pool, of: rules.groups(of: lease.holder))
        }
    }

    private func ownRules(of pool: SeatPool.ID) -> PoolRules {
        pools[pool].map(rules.rules) ?? rules.others
    }

    private func own(
        _ id: LeaseID, _ secretHash: [UInt8], at now: SeatTime
    ) -> Result<SeatLease, SeatRefusal> {
        guard let lease = leases[id], now < lease.heldUntil else { return .failure(.leaseEnded) }
        guard lease.secretHash.isEqualInConstantTime(to: secretHash) else {
            return .failure(.otherLease)
        }
        return .success(lease)
    }

    private func waiter(_ id: LeaseID) -> SeatClaim? {
        for use in uses.values {
            if let found = use.queue.waiters.first(where: { $0.claim.lease == id }) {
                return found.claim
            }
        }
        return nil
    }

    private mutating func extend(_ lease: SeatLease, at now: SeatTime) -> SeatLease {
        var lease = lease
        guard !lease.isBorrowed, let pool = pools[lease.pool] else { return lease }
        hold(&lease, from: now, in: pool)
        leases[lease.id] = lease
        return lease
    }

    private func hold(_ lease: inout SeatLease, from now: SeatTime, in pool: SeatPool) {
        lease.until = max(lease.until, now + leaseTime)
        lease.heldUntil = lease.until + pool.grace + Self.margin
    }

    /// - Parameter groups: those that its holder is in.
    private mutating func add(_ lease: SeatLease, in pool: SeatPool, of groups: Set<String>) {
        leases[lease.id] = lease
        count(lease, in: pool, of: groups)
    }

    private mutating func count(_ lease: SeatLease, in pool: SeatPool, of groups: Set<String>) {
        let key = PoolUse.Key(lease.id, lease.holder, per: pool.unit)
        uses[pool.id, default: PoolUse()].count(lease, on: key, of: groups)
    }

    /// Lets go of what has ended by itself.
    private mutating func expire(_ pool: SeatPool.ID, at now: SeatTime) {
        while let first = uses[pool]?.expiry.first, first.time <= now {
            uses[pool]?.expiry.removeFirst()
            guard let lease = leases[first.lease], lease.since == first.since else { continue }
            if lease.heldUntil <= now {
                remove(lease)
            } else {
                // It was renewed since.
                uses[pool]?.expiry.add(lease)
            }
        }
        // Those that were released are still there until their time.
        guard let use = uses[pool], use.expiry.count > 2 * use.leases + 1024 else { return }
        let leases = leases
        uses[pool]?.expiry.forget { leases[$0.lease]?.since != $0.since }
    }

    private mutating func remove(_ lease: SeatLease, as change: SeatChange? = nil) {
        guard leases.removeValue(forKey: lease.id) != nil else { return }
        unkept.append(change ?? .removed(lease.id))
        guard let pool = pools[lease.pool] else { return }
        uses[pool.id]?.give(
            back: PoolUse.Key(lease.id, lease.holder, per: pool.unit), borrowed: lease.isBorrowed)
    }
}
