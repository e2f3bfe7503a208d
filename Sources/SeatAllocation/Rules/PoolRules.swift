/// Who may take how many seats of a pool. Groups are named by their names; one that is not there has nobody.
package struct PoolRules: Hashable, Sendable {
    /// So many seats are kept for each of these groups.
    package var reserve: [String: Int] = [:]
    /// If there is one, only these groups have seats.
    package var include: Set<String> = []
    /// These have none, whatever else says so.
    package var exclude: Set<String> = []
    /// The most seats of a group.
    package var most: [String: Int] = [:]
    /// The most seats of a user.
    package var mostPerUser: Int?
    /// The higher, the sooner in the queue; 0 where there is none.
    package var priority: [String: Int] = [:]
    /// Who does nothing for so long loses his seat.
    package var idle: Duration?
    package var borrow = BorrowRule()

    package init() {}

    /// That of whoever is in these groups.
    func priority(of groups: Set<String>) -> Int {
        priority.filter { groups.contains($0.key) }.values.max() ?? 0
    }
}

/// How seats are taken away from the network.
package struct BorrowRule: Hashable, Sendable {
    /// The most seats that are borrowed at once; none unless it is said.
    package var most = 0
    package var longest: Duration = .seconds(7 * 86400)
    /// Who may; everybody if there is none.
    package var groups: Set<String> = []

    package init() {}
}

/// The rules of all pools, with the groups that they name.
package struct SeatRules: Hashable, Sendable {
    /// What rules are for: a product, or one of its features.
    package struct Scope: Hashable, Sendable {
        package let product: String
        package let feature: String?

        package init(product: String, feature: String? = nil) {
            self.product = product
            self.feature = feature
        }
    }

    package var groups: [String: SeatGroup] = [:]
    package var pools: [Scope: PoolRules] = [:]
    /// Those of pools that are not named.
    package var others = PoolRules()

    package init() {}

    func rules(of pool: SeatPool) -> PoolRules {
        pools[Scope(product: pool.product, feature: pool.id.feature)] ?? others
    }

    /// The groups that a holder is in.
    func groups(of holder: SeatHolder) -> Set<String> {
        Set(groups.filter { $0.value.contains(holder) }.keys)
    }
}
