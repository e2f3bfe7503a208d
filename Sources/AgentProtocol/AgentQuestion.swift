package import LicenseBinding

/// What a program asks the agent: one query for each license that may be its own.
///
/// `{"queries": [{"license", "nonce", "keys": [{"cnf", "fido2"}…], "quorum"}…]}`
package struct AgentQuestion: Hashable, Sendable {
    /// The most licenses in one question.
    package static let mostQueries = 16

    package let queries: [ProofQuery]

    package init(_ queries: [ProofQuery]) {
        self.queries = queries
    }

    package init(parsing bytes: [UInt8]) throws(Defect) {
        guard bytes.count <= AgentPath.questionLimit else {
            throw .tooLarge(limit: AgentPath.questionLimit)
        }
        var queries: [ProofQuery] = []
        for query in try Claims(parsing: bytes).list("queries") ?? [] {
            queries.append(try ProofQuery(query))
        }
        guard 1...Self.mostQueries ~= queries.count else {
            throw .claim("queries", expected: "from one to \(Self.mostQueries) queries")
        }
        self.queries = queries
    }

    package var json: JSONObject {
        JSONObject(["queries": .array(queries.map { .object($0.json) })])
    }
}
