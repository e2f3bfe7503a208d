package import LicenseBinding

/// A seat as the daemon of a computer holds it for a program, which verifies all of it.
///
/// `{"server", "grant", "milliseconds", "user", "host", "chain": {…}, "proof"?: {…}, "trouble"?: {"code", "detail"}}`
package struct LocalSeatAnswer: Hashable, Sendable {
    /// Who has granted it.
    package let server: String
    package let grant: String
    /// How long ago the daemon has asked for the grant.
    package let age: Duration
    /// Whom the grant is for, as the daemon has claimed it.
    package let user: String
    package let host: String
    package let chain: SeatChainDocument
    /// That the program's nonce is in a delegation, once it is.
    package let proof: NonceProof?
    /// Why it was not renewed.
    package let trouble: SeatTrouble?

    package init(
        server: String, grant: String, age: Duration, user: String, host: String,
        chain: SeatChainDocument, proof: NonceProof?, trouble: SeatTrouble?
    ) {
        self.server = server
        self.grant = grant
        self.age = age
        self.user = user
        self.host = host
        self.chain = chain
        self.proof = proof
        self.trouble = trouble
    }

    package init(_ claims: Claims) throws(Defect) {
        server = try claims.text("server")
        grant = try claims.text("grant")
        let milliseconds = try claims.integer("milliseconds", in: 0...Int64(Int32.max))
        age = .milliseconds(try claims.required("milliseconds", milliseconds))
        user = try claims.text("user")
        host = try claims.text("host")
        chain = try SeatChainDocument(claims.required("chain", claims.claims("chain")))
        proof = try claims.claims("proof").map { (claims) throws(Defect) in try NonceProof(claims) }
        trouble = try claims.claims("trouble").map { (claims) throws(Defect) in
            let kind = try claims.word("code", SeatTrouble.Kind.self)
            return SeatTrouble(
                try claims.required("code", kind), try claims.text("detail"))
        }
    }

    package var json: JSONObject {
        JSONObject([
            "server": .string(server), "grant": .string(grant),
            "milliseconds": .integer(Int64(age / .milliseconds(1))),
            "user": .string(user), "host": .string(host), "chain": .object(chain.json),
            "proof": proof.map { .object($0.json) },
            "trouble": trouble.map {
                .object(
                    JSONObject(["code": .string($0.kind.rawValue), "detail": .string($0.detail)]))
            },
        ])
    }
}
