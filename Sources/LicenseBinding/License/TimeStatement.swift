package import FoundationEssentials

/// The time at a publisher's center, as an answer to somebody's nonce.
package struct TimeStatement: Hashable, Sendable {
    package let publisher: String
    package let time: Date
    package let nonce: Nonce

    package init(publisher: String, time: Date, nonce: Nonce) {
        self.publisher = publisher
        self.time = time
        self.nonce = nonce
    }

    init(_ claims: Claims) throws(Defect) {
        publisher = try claims.text("iss")
        time = try claims.required("iat", claims.date("iat"))
        nonce = try claims.nonce("nonce")
    }

    var json: JSONObject {
        JSONObject([
            "iss": .string(publisher), "iat": .integer(time.seconds),
            "nonce": .string(Base64URL.encode(nonce.bytes)),
        ])
    }
}
