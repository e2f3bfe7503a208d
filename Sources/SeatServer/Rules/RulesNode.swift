import SeatAllocation
import VerdictText
import Yams

/// A node of a file of rules, read as the type that is expected.
struct RulesNode {
    private let node: Node

    init(_ node: Node) {
        self.node = node
    }

    func defect(_ text: String) -> RulesDefect {
        RulesDefect(line: node.mark?.line ?? 1, text: text)
    }

    /// The members of a mapping.
    /// - Parameter known: the names that there may be; nothing for any.
    func members(_ known: Set<String>? = nil) throws(RulesDefect) -> [String: RulesNode] {
        guard let mapping = node.mapping else { throw defect("expected `name: value`") }
        var members: [String: RulesNode] = [:]
        for (key, value) in mapping {
            guard let name = key.string, !name.isEmpty else {
                throw RulesNode(key).defect("expected a name")
            }
            guard known?.contains(name) ?? true else {
                let names = known?.sorted().joined(separator: ", ") ?? ""
                throw RulesNode(key).defect("unknown name \(name); those that are: \(names)")
            }
            guard members.updateValue(RulesNode(value), forKey: name) == nil else {
                throw RulesNode(key).defect("\(name) stands twice")
            }
        }
        return members
    }

    func elements() throws(RulesDefect) -> [RulesNode] {
        guard let sequence = node.sequence else { throw defect("expected a list") }
        return sequence.map { RulesNode($0) }
    }

    func text() throws(RulesDefect) -> String {
        guard let text = node.scalar?.string, !text.isEmpty else { throw defect("expected a text") }
        return text
    }

    func texts() throws(RulesDefect) -> [String] {
        var texts: [String] = []
        for element in try elements() { texts.append(try element.text()) }
        return texts
    }

    func parsed<Value>(
        _ expected: String, _ convert: (String) -> Value?
    ) throws(RulesDefect) -> Value {
        guard let value = convert(try text()) else { throw defect("expected \(expected)") }
        return value
    }

    func count() throws(RulesDefect) -> Int {
        try parsed("a number from 0 to 1000000") { text in
            Int(text).flatMap { 0...1_000_000 ~= $0 ? $0 : nil }
        }
    }

    func flag() throws(RulesDefect) -> Bool {
        try parsed("true or false") { ["true": true, "false": false][$0] }
    }

    func duration() throws(RulesDefect) -> Duration {
        try parsed("a duration such as 90s, 15m, 12h or 3d") { Duration(text: $0) }
    }

    /// Names of groups that are there.
    func names(of groups: Set<String>) throws(RulesDefect) -> Set<String> {
        var names: Set<String> = []
        for element in try elements() {
            names.insert(
                try element.parsed("a group of this file") { groups.contains($0) ? $0 : nil })
        }
        return names
    }

    /// A number for each of some groups.
    func counts(of groups: Set<String>) throws(RulesDefect) -> [String: Int] {
        var counts: [String: Int] = [:]
        for (name, node) in try members() {
            guard groups.contains(name) else {
                throw node.defect("expected a group of this file, and found \(name)")
            }
            counts[name] = try node.count()
        }
        return counts
    }
}
