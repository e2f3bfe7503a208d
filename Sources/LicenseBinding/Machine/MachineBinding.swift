import Crypto

/// The computer that a license is tied to: salted digests of its parts, and its memory in clear.
package struct MachineBinding: Hashable, Sendable {
    package enum Policy: String, CaseIterable, Sendable {
        /// Any missing part refuses.
        case strict
        /// One missing hardware part is forgiven and named; names and versions only warn.
        case tolerant
    }

    /// How many missing parts the tolerant policy forgives.
    package static let forgiven = 1

    package let policy: Policy
    package let salt: [UInt8]
    package let memory: Int64
    package let digests: [MachinePart: [String]]
    /// Members that a later version understands: they stay as they are.
    package let others: JSONObject
    /// The parts among them.
    private let otherParts: JSONObject

    /// Ties to a computer.
    /// - Parameter salt: 16 random bytes.
    package init(
        _ machine: MachineParameters, policy: Policy, salt: [UInt8],
        deviceKey: VerifyingKey? = nil
    ) {
        self.policy = policy
        self.salt = salt
        memory = machine.memory
        others = JSONObject([
            "cnf": deviceKey.map { .object(JSONObject(["jwk": .object($0.jwk)])) }
        ])
        otherParts = JSONObject()
        var digests: [MachinePart: [String]] = [:]
        for (part, values) in machine.values {
            digests[part] = values.map { Self.digest(of: $0, part, salt: salt) }.sorted()
        }
        self.digests = digests
    }

    init(_ claims: Claims) throws(Defect) {
        policy = try claims.required("policy", claims.word("policy", Policy.self))
        let salt = try claims.parsed("salt", as: "base64url") { Base64URL.decode($0) }
        self.salt = try claims.required("salt", salt)
        memory = try claims.required("memory", claims.integer("memory", in: 0...(1 << 60)))
        let parts = try claims.required("parameters", claims.claims("parameters"))
        digests = try MachinePart.lists(of: parts)
        otherParts = parts.others(than: Set(MachinePart.allCases.map(\.rawValue)))
        others = claims.others(than: ["policy", "salt", "memory", "parameters"])
    }

    /// Whether it ties to one computer: enough parts of it count, and it has a key of its own.
    var tellsComputersApart: Bool {
        digests.filter(\.key.isCounted).values.joined().count >= MachineParameters.fewest
            && deviceKey != nil
    }

    var json: JSONObject {
        let own = JSONObject([
            "policy": .string(policy.rawValue), "salt": .string(Base64URL.encode(salt)),
            "memory": .integer(memory),
            "parameters": .object(MachinePart.json(digests).adding(otherParts)),
        ])
        return own.adding(others)
    }

    /// The computer's own key (`cnf`, RFC 7800, section 3.2), by which it shows at a distance that it is the same one;
    /// nothing if there is none, or one of a kind that is not known here.
    package var deviceKey: VerifyingKey? {
        guard case .object(let confirmation)? = others["cnf"] else { return nil }
        return try? Claims(confirmation).claims("jwk").map { (jwk) throws(Defect) in
            try VerifyingKey(jwk: jwk)
        }
    }

    func digest(of value: String, _ part: MachinePart) -> String {
        Self.digest(of: value, part, salt: salt)
    }

    /// The first 16 bytes of SHA-256 over domain, salt, part and value, in base64url.
    private static func digest(of value: String, _ part: MachinePart, salt: [UInt8]) -> String {
        var hash = SHA256()
        hash.update(data: Array("keybound machine v1\0".utf8) + salt)
        hash.update(data: Array("\0\(part.rawValue)\0\(value)".utf8))
        return Base64URL.encode(Array(hash.finalize())[..<16])
    }
}
