package import LicenseBinding

/// A client claims a seat. Lease and secret are its own choice, and claiming them again gives the same seat.
///
/// `{"lease", "secretHash", "nonce", "product", "feature"?, "user", "host", "session"?, "waits"?}`
package struct SeatRequest: Hashable, Sendable {
    package static let longestName = 256

    package let lease: LeaseID
    /// SHA-256 of the secret.
    package let secretHash: [UInt8]
    /// What a delegation must have, to convince the client.
    package let nonce: Nonce
    package let product: String
    package let feature: String?
    package let user: String
    package let host: String
    package let session: String
    /// Whether it waits in a queue where there is no seat.
    package let waits: Bool

    package init(
        lease: LeaseID, secretHash: [UInt8], nonce: Nonce, product: String, feature: String?,
        user: String, host: String, session: String, waits: Bool = false
    ) {
        self.lease = lease
        self.secretHash = secretHash
        self.nonce = nonce
        self.product = product
        self.feature = feature
        self.user = user
        self.host = host
        self.session = session
        self.waits = waits
    }

    /// The same seat, with another nonce.
    package func with(_ nonce: Nonce) -> SeatRequest {
        SeatRequest(
            lease: lease, secretHash: secretHash, nonce: nonce, product: product, feature: feature,
            user: user, host: host, session: session, waits: waits)
    }

    package init(parsing bytes: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: bytes)
        lease = try claims.lease("lease")
        secretHash = try claims.bytes("secretHash", count: 32)
        nonce = try claims.nonce("nonce")
        product = try claims.name("product")
        feature = claims.has("feature") ? try claims.name("feature") : nil
        user = try claims.name("user")
        host = try claims.name("host")
        session = claims.has("session") ? try claims.name("session", canBeEmpty: true) : ""
        waits = try claims.bool("waits") ?? false
    }

    package var json: JSONObject {
        JSONObject([
            "lease": .string(lease.description),
            "secretHash": .string(Base64URL.encode(secretHash)),
            "nonce": .string(Base64URL.encode(nonce.bytes)), "product": .string(product),
            "feature": feature.map { .string($0) }, "user": .string(user), "host": .string(host),
            "session": .string(session), "waits": waits ? .bool(true) : nil,
        ])
    }
}

extension Claims {
    /// From 1 to 256 characters, none of which is a control character.
    package func name(_ name: String, canBeEmpty: Bool = false) throws(Defect) -> String {
        let text = try parsed(
            name,
            as: "from 1 to \(SeatRequest.longestName) characters, none of them a control character"
        ) { text in
            let scalars = text.unicodeScalars
            let isName =
                scalars.count <= SeatRequest.longestName && (canBeEmpty || !scalars.isEmpty)
                && !scalars.contains { $0.value < 0x20 || 0x7f...0x9f ~= $0.value }
            return isName ? text : nil
        }
        return try required(name, text)
    }
}
