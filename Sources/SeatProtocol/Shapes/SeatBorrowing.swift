package import LicenseBinding

/// A client wants to take its seat away from the network: `{"secret", "nonce", "seconds"}`.
package struct SeatBorrowing: Hashable, Sendable {
    /// The longest that a seat is borrowed, whatever the rules say: a year.
    package static let longest: Int64 = 366 * 86400

    package let lease: LeaseID
    package let secret: [UInt8]
    package let nonce: Nonce
    package let seconds: Int64

    package init(_ lease: LeaseID, secret: [UInt8], nonce: Nonce, seconds: Int64) {
        self.lease = lease
        self.secret = secret
        self.nonce = nonce
        self.seconds = seconds
    }

    /// - Parameter lease: as the path names it.
    package init(_ lease: LeaseID, _ claims: Claims) throws(Defect) {
        self.lease = lease
        secret = try claims.bytes("secret", count: 32)
        nonce = try claims.nonce("nonce")
        seconds = try claims.required("seconds", claims.integer("seconds", in: 1...Self.longest))
    }

    package var json: JSONObject {
        JSONObject([
            "secret": .string(Base64URL.encode(secret)),
            "nonce": .string(Base64URL.encode(nonce.bytes)), "seconds": .integer(seconds),
        ])
    }
}
