package import FoundationEssentials

/// Where an audit log ends: whoever keeps it sees later that nothing before was cut off or written anew.
package struct AuditHead: Hashable, Sendable {
    package let publisher: String
    package let time: Date
    /// How many entries the log has.
    package let count: Int64
    /// The hash of the last one, 32 bytes.
    package let hash: [UInt8]

    package init(publisher: String, time: Date, count: Int64, hash: [UInt8]) {
        self.publisher = publisher
        self.time = time
        self.count = count
        self.hash = hash
    }

    init(_ claims: Claims) throws(Defect) {
        publisher = try claims.text("iss")
        time = try claims.required("iat", claims.date("iat"))
        count = try claims.required("seq", claims.integer("seq", in: 0...Int64.max))
        let hash = try claims.parsed("hash", as: "32 bytes in base64url") { text in
            Base64URL.decode(text).flatMap { $0.count == 32 ? $0 : nil }
        }
        self.hash = try claims.required("hash", hash)
    }

    var json: JSONObject {
        JSONObject([
            "iss": .string(publisher), "iat": .integer(time.seconds), "seq": .integer(count),
            "hash": .string(Base64URL.encode(hash)),
        ])
    }
}
