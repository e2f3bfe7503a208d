package import LicenseBinding

/// What the agent found: the keys in its ports, and what they signed.
///
/// `{"sequence", "keys": [{"id"?, "vendorID", "productID", "name", "port", "state", …}…],
/// "proofs": [{"of": [{"key", "authenticatorData", "signature", "path", "lastCounter"?}…]}…]}`, one entry for each
/// query.
package struct AgentAnswer: Hashable, Sendable {
    private static let mostKeys = 256

    package let keys: [PresentKey]
    package let proofs: [[AgentProof]]
    /// The number of the last event about keys before they were looked at. The first event to a listener has such a
    /// number too: if it is another one, something was missed in between.
    package let sequence: Int64

    package init(keys: [PresentKey], proofs: [[AgentProof]], sequence: Int64) {
        self.sequence = sequence
        self.keys = keys
        self.proofs = proofs
    }

    /// - Parameter count: how many queries were asked.
    package init(parsing bytes: [UInt8], to count: Int) throws(Defect) {
        let claims = try Claims(parsing: bytes)
        var keys: [PresentKey] = []
        for key in try claims.list("keys") ?? [] { keys.append(try PresentKey(key)) }
        guard keys.count <= Self.mostKeys else {
            throw .claim("keys", expected: "at most \(Self.mostKeys) keys")
        }
        self.keys = keys
        sequence = try claims.required("sequence", claims.integer("sequence", in: 0...Int64.max))
        var proofs: [[AgentProof]] = []
        for answer in try claims.list("proofs") ?? [] {
            var own: [AgentProof] = []
            for proof in try answer.list("of") ?? [] { own.append(try AgentProof(proof)) }
            proofs.append(own)
        }
        guard proofs.count == count,
            proofs.allSatisfy({ $0.count <= ProofQuery.mostKeys })
        else { throw .claim("proofs", expected: "proofs for \(count) queries") }
        self.proofs = proofs
    }

    package var json: JSONObject {
        JSONObject([
            "sequence": .integer(sequence),
            "keys": .array(keys.map { .object($0.json) }),
            "proofs": .array(
                proofs.map { own in
                    .object(JSONObject(["of": .array(own.map { .object($0.json) })]))
                }),
        ])
    }
}
