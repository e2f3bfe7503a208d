package import LicenseBinding

/// A key's proof as the agent carries it. Nothing in it is believed before it was verified.
package struct AgentProof: Hashable, Sendable {
    package let key: KeyID
    package let proof: KeyProof
    /// The key's counter before this proof: only who lets the key sign can compare.
    package let lastCounter: UInt32?

    package init(of key: KeyID, _ proof: KeyProof, lastCounter: UInt32?) {
        self.key = key
        self.proof = proof
        self.lastCounter = lastCounter
    }

    init(_ claims: Claims) throws(Defect) {
        let key = try claims.parsed("key", as: "a key ID") { KeyID($0) }
        self.key = try claims.required("key", key)
        proof = try KeyProof(claims)
        lastCounter = try claims.integer("lastCounter", in: 0...Int64(UInt32.max)).map(UInt32.init)
    }

    var json: JSONObject {
        JSONObject(["key": .string(key.description)]).adding(proof.json).adding(
            JSONObject(["lastCounter": lastCounter.map { .integer(Int64($0)) }]))
    }
}
