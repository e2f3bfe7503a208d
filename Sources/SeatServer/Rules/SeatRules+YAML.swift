package import SeatAllocation
import VerdictText
import Yams

/// What is wrong with a file of rules, and where.
package struct RulesDefect: Error, Hashable, Sendable, ExplainedError {
    /// From 1.
    package let line: Int
    package let text: String
}

extension SeatRules {
    /// The most bytes of a file of rules.
    package static let limit = 1 << 20

    /// Reads `rules.yaml`: `groups` by their names, and `pools`, each of a `product` and perhaps a `feature`; the one without
    /// a product is for all others. A name that is not known is refused, and so is a group that is not there.
    package init(yaml text: String) throws(RulesDefect) {
        self.init()
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw RulesDefect(line: 1, text: "expected YAML: \(error)")
        }
        guard let root, root.scalar?.string.isEmpty != true else { return }
        let all = try RulesNode(root).members(["groups", "pools"])
        for (name, node) in try all["groups"]?.members() ?? [:] {
            groups[name] = try SeatGroup(node)
        }
        for node in try all["pools"]?.elements() ?? [] { try add(node) }
    }

    private mutating func add(_ node: RulesNode) throws(RulesDefect) {
        let all = try node.members(PoolRules.names.union(["product", "feature"]))
        let rules = try PoolRules(all, knowing: Set(groups.keys))
        let feature = try all["feature"]?.text()
        guard let product = try all["product"]?.text() else {
            guard feature == nil else { throw node.defect("a feature is one of a product") }
            guard others == PoolRules() else {
                throw node.defect("the rules of all others stand twice")
            }
            others = rules
            return
        }
        let scope = Scope(product: product, feature: feature)
        guard pools.updateValue(rules, forKey: scope) == nil else {
            throw node.defect("the rules of \(product) \(feature ?? "") stand twice")
        }
    }
}

extension SeatGroup {
    fileprivate init(_ node: RulesNode) throws(RulesDefect) {
        self.init()
        let all = try node.members(["users", "hosts", "networks", "known"])
        users = Set(try all["users"]?.texts().map { $0.lowercased() } ?? [])
        hosts = Set(try all["hosts"]?.texts().map { $0.lowercased() } ?? [])
        for network in try all["networks"]?.elements() ?? [] {
            networks.append(
                try network.parsed("a network such as 10.1.0.0/16") { SeatNetwork(text: $0) })
        }
        needsKnownNames = try all["known"]?.flag() ?? false
        guard !users.isEmpty || !hosts.isEmpty || !networks.isEmpty else {
            throw node.defect("expected users, hosts or networks")
        }
    }
}

extension PoolRules {
    fileprivate static let names: Set<String> = [
        "reserve", "include", "exclude", "max", "max-per-user", "priority", "idle", "borrow",
    ]

    fileprivate init(
        _ all: [String: RulesNode], knowing groups: Set<String>
    ) throws(RulesDefect) {
        self.init()
        reserve = try all["reserve"]?.counts(of: groups) ?? [:]
        include = try all["include"]?.names(of: groups) ?? []
        exclude = try all["exclude"]?.names(of: groups) ?? []
        most = try all["max"]?.counts(of: groups) ?? [:]
        mostPerUser = try all["max-per-user"]?.count()
        priority = try all["priority"]?.counts(of: groups) ?? [:]
        idle = try all["idle"]?.duration()
        guard let away = try all["borrow"]?.members(["most", "longest", "groups"]) else { return }
        borrow.most = try away["most"]?.count() ?? borrow.most
        borrow.longest = try away["longest"]?.duration() ?? borrow.longest
        borrow.groups = try away["groups"]?.names(of: groups) ?? []
    }
}
