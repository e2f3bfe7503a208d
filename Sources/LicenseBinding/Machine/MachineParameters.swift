/// What is read from a computer, in clear.
package struct MachineParameters: Hashable, Sendable {
    /// The values of each part, each value once; a part that cannot be read is left out.
    package private(set) var values: [MachinePart: [String]]
    /// Bytes of memory, rounded to a GiB.
    package let memory: Int64

    package init(values: [MachinePart: [String]], memory: Int64) {
        self.values = values.filter { !$0.value.isEmpty }.mapValues(Self.distinct)
        self.memory = ((memory + (1 << 29)) >> 30) << 30
    }

    /// More than the tolerant policy forgives: fewer would fit any computer.
    static let fewest = MachineBinding.forgiven + 1

    /// Whether there are enough parts that count to tell this computer from others.
    package var tellsComputersApart: Bool {
        values.filter(\.key.isCounted).values.joined().count >= Self.fewest
    }

    /// Equal parts, as two processors of one model, are told apart by their number.
    private static func distinct(_ values: [String]) -> [String] {
        var counts: [String: Int] = [:]
        let numbered = values.map { value in
            counts[value, default: 0] += 1
            let count = counts[value, default: 1]
            return count == 1 ? value : "\(value) #\(count)"
        }
        return numbered.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

extension MachineParameters {
    package init(_ claims: Claims) throws(Defect) {
        let parts = try claims.required("parameters", claims.claims("parameters"))
        let memory = try claims.integer("memory", in: 0...(1 << 60))
        self.init(
            values: try MachinePart.lists(of: parts),
            memory: try claims.required("memory", memory))
    }

    package var json: JSONObject {
        JSONObject(["memory": .integer(memory), "parameters": .object(MachinePart.json(values))])
    }
}

extension MachinePart {
    /// The texts of each part; parts of a later version are left out.
    static func lists(of claims: Claims) throws(Defect) -> [MachinePart: [String]] {
        var lists: [MachinePart: [String]] = [:]
        for part in allCases { lists[part] = try claims.strings(part.rawValue) }
        return lists
    }

    static func json(_ lists: [MachinePart: [String]]) -> JSONObject {
        var object = JSONObject()
        for part in allCases { object[part.rawValue] = lists[part].map { .strings($0) } }
        return object
    }
}
