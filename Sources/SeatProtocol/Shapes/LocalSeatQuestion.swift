package import LicenseBinding

/// A program asks the daemon of its computer for a seat, and asks again for as long as it runs: the same question shows what
/// has become of the same seat.
///
/// `{"lease", "secret", "nonce", "product", "feature"?, "session"?, "avoid"?, "kept"?, "waits"?}`
package struct LocalSeatQuestion: Hashable, Sendable {
    package let lease: LeaseID
    /// 32 bytes, by which the daemon renews the seat and gives it back when the program has died.
    package let secret: [UInt8]
    /// What a delegation must have, to convince the program.
    package let nonce: Nonce
    package let product: String
    package let feature: String?
    package let session: String
    /// Servers that the program does not believe.
    package let avoided: [String]
    /// Whether it is kept when whoever asks has ended: for commands.
    package let isKept: Bool
    /// Whether it waits in a queue where there is no seat.
    package let waits: Bool

    package init(
        lease: LeaseID, secret: [UInt8], nonce: Nonce, product: String, feature: String?,
        session: String, avoiding avoided: [String] = [], isKept: Bool = false, waits: Bool = false
    ) {
        self.lease = lease
        self.secret = secret
        self.nonce = nonce
        self.product = product
        self.feature = feature
        self.session = session
        self.avoided = avoided
        self.isKept = isKept
        self.waits = waits
    }

    package init(parsing bytes: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: bytes)
        lease = try claims.lease("lease")
        secret = try claims.bytes("secret", count: 32)
        nonce = try claims.nonce("nonce")
        product = try claims.name("product")
        feature = claims.has("feature") ? try claims.name("feature") : nil
        session = claims.has("session") ? try claims.name("session", canBeEmpty: true) : ""
        avoided = try claims.strings("avoid") ?? []
        isKept = try claims.bool("kept") ?? false
        waits = try claims.bool("waits") ?? false
    }

    package var json: JSONObject {
        JSONObject([
            "lease": .string(lease.description), "secret": .string(Base64URL.encode(secret)),
            "nonce": .string(Base64URL.encode(nonce.bytes)), "product": .string(product),
            "feature": feature.map { .string($0) }, "session": .string(session),
            "avoid": avoided.isEmpty ? nil : .strings(avoided), "kept": isKept ? .bool(true) : nil,
            "waits": waits ? .bool(true) : nil,
        ])
    }
}
