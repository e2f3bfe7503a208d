package import LicenseBinding

/// A seat in a file: one that a command has claimed, or that was borrowed.
///
/// `{"lease", "secret", "nonce", "product", "feature"?, "server", "borrow"?, "chain"?}`
package struct KeptSeat: Hashable, Sendable {
    package let lease: LeaseID
    package let secret: [UInt8]
    package let nonce: Nonce
    package let product: String
    package let feature: String?
    /// Who has granted it.
    package let server: String
    /// The key's word, for one that is away from the network, and the license that names the key.
    package let borrow: BorrowedSeat?
    package let license: String?

    package init(
        _ question: LocalSeatQuestion, server: String, borrow: BorrowedSeat? = nil,
        license: String? = nil
    ) {
        lease = question.lease
        secret = question.secret
        nonce = question.nonce
        product = question.product
        feature = question.feature
        self.server = server
        self.borrow = borrow
        self.license = license
    }

    package init(parsing bytes: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: bytes)
        lease = try claims.lease("lease")
        secret = try claims.bytes("secret", count: SeatSecret.count)
        nonce = try claims.nonce("nonce")
        product = try claims.name("product")
        feature = claims.has("feature") ? try claims.name("feature") : nil
        server = try claims.text("server")
        borrow = try claims.claims("borrow").map { (claims) throws(Defect) in
            try BorrowedSeat(claims)
        }
        license = try claims.string("license")
    }

    package var json: JSONObject {
        JSONObject([
            "lease": .string(lease.description), "secret": .string(Base64URL.encode(secret)),
            "nonce": .string(Base64URL.encode(nonce.bytes)), "product": .string(product),
            "feature": feature.map { .string($0) }, "server": .string(server),
            "borrow": borrow.map { .object($0.json) }, "license": license.map { .string($0) },
        ])
    }

    /// Makes sure that the license's key has lent this seat.
    /// - Returns: until when.
    package func verify(of license: SignedLicense) throws(SeatChain.Defect) -> BorrowedSeat.Content
    {
        guard let borrow else { throw .otherSeat }
        let named = license.features.first { $0.name == feature }
        let seat = SeatGrant.Seat(
            lease: lease, license: license.id, feature: named?.seats == nil ? nil : feature,
            user: borrow.content.seat.user, host: borrow.content.seat.host,
            secretHash: SeatSecret.hash(secret))
        try borrow.verify(seat, nonce: nonce, of: license)
        return borrow.content
    }
}
