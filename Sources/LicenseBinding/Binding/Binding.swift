/// What a license is tied to.
package struct Binding: Hashable, Sendable {
    package enum Mode: String, CaseIterable, Sendable {
        case key
        case machine
        case keyOrMachine = "key-or-machine"
        case keyAndMachine = "key-and-machine"

        package var hasKeys: Bool { self != .machine }
        package var hasMachine: Bool { self != .key }
        /// Whether nothing can stand in for the keys.
        package var requiresKey: Bool { hasKeys && self != .keyOrMachine }
    }

    /// The most keys of a license.
    package static let mostKeys = 16

    package var mode: Mode
    package var keys: [BoundKey]
    /// How many of the keys must be present.
    package var quorum: Int
    package var minimumAssurance: Assurance
    package var grace: Grace
    /// How many days a spare stands in before it must be promoted.
    package var spareDays: Int?
    package var machine: MachineBinding?
    /// The key of the one server that may grant its seats; it is believed that keys are there which cannot sign that.
    package var seatServer: VerifyingKey?
    /// Members that a later version understands: they stay as they are.
    package var others: JSONObject

    package init(
        mode: Mode, keys: [BoundKey] = [], quorum: Int = 1,
        minimumAssurance: Assurance = .identified, grace: Grace = Grace(),
        machine: MachineBinding? = nil
    ) {
        self.mode = mode
        self.keys = keys
        self.quorum = quorum
        self.minimumAssurance = minimumAssurance
        self.grace = grace
        self.machine = machine
        others = JSONObject()
    }

    /// Those of the keys that prove themselves.
    package var credentials: [KeyCredential] { keys.compactMap(\.credential) }
    /// Whether it has keys, and none of them signs.
    package var signsNothing: Bool { mode.hasKeys && credentials.isEmpty }
    /// Whether each of its keys signs: then no server speaks for them.
    package var signsAlways: Bool { keys.allSatisfy { $0.assurance == .signed } }

    init(_ claims: Claims) throws(Defect) {
        let mode = try claims.required("mode", claims.word("mode", Mode.self))
        var keys: [BoundKey] = []
        for key in try claims.list("keys") ?? [] { keys.append(try BoundKey(key)) }
        guard mode.hasKeys != keys.isEmpty, Set(keys.map(\.id)).count == keys.count else {
            throw .claim("binding.keys", expected: "keys, each once, as the mode says")
        }
        let most = Int64(max(keys.count, 1))
        self.init(
            mode: mode, keys: keys, quorum: Int(try claims.integer("quorum", in: 1...most) ?? 1),
            minimumAssurance: try claims.word("minimumAssurance", Assurance.self) ?? .identified,
            grace: try claims.optional("grace", Grace.init) ?? Grace(),
            machine: try claims.optional("machine", MachineBinding.init))
        guard !mode.hasMachine || machine != nil else {
            throw .claim("binding.machine", expected: "a machine, as the mode says")
        }
        spareDays = try claims.integer("spareDays", in: 0...36525).map { Int($0) }
        seatServer = try claims.optional("seatServer", VerifyingKey.init(document:))
        others = claims.others(than: [
            "mode", "keys", "quorum", "minimumAssurance", "grace", "spareDays", "machine",
            "seatServer",
        ])
    }

    var json: JSONObject {
        let own = JSONObject([
            "mode": .string(mode.rawValue),
            "keys": keys.isEmpty ? nil : .array(keys.map { .object($0.json) }),
            "quorum": keys.isEmpty ? nil : .integer(Int64(quorum)),
            "minimumAssurance": keys.isEmpty ? nil : .string(minimumAssurance.rawValue),
            "grace": keys.isEmpty ? nil : .object(grace.json),
            "spareDays": spareDays.map { .integer(Int64($0)) },
            "machine": machine.map { .object($0.json) },
            "seatServer": seatServer.map { .object($0.document) },
        ])
        return own.adding(others)
    }
}
