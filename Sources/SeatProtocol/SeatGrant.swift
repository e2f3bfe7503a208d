package import LicenseBinding

/// A seat server's word for a seat: a JWS of type `seat+jwt` by the server's key.
package struct SeatGrant: Hashable, Sendable {
    /// What was claimed, and is granted as it was.
    package struct Seat: Hashable, Sendable {
        /// A UUID.
        package let lease: String
        package let license: LicenseID
        /// None for the product alone.
        package let feature: String?
        package let user: String
        package let host: String
        /// The hash of the client's secret, 32 bytes.
        package let secretHash: [UInt8]

        package init(
            lease: String, license: LicenseID, feature: String?, user: String, host: String,
            secretHash: [UInt8]
        ) {
            self.lease = lease
            self.license = license
            self.feature = feature
            self.user = user
            self.host = host
            self.secretHash = secretHash
        }
    }

    package let seat: Seat
    /// For how long, from the moment at which the client has asked.
    package let seconds: Int

    package init(_ seat: Seat, seconds: Int) {
        self.seat = seat
        self.seconds = seconds
    }

    init(_ claims: Claims) throws(Defect) {
        let license = try claims.parsed("license", as: "a license ID") { LicenseID($0) }
        seat = Seat(
            lease: try claims.text("lease"), license: try claims.required("license", license),
            feature: try claims.string("feature"), user: try claims.text("user"),
            host: try claims.text("host"), secretHash: try claims.bytes("secretHash", count: 32))
        let seconds = try claims.integer("seconds", in: 1...Self.longest)
        self.seconds = Int(try claims.required("seconds", seconds))
    }

    /// A borrowed seat is another document, by the hardware key itself.
    private static let longest: Int64 = 600

    /// The signed grant.
    package func signed(by server: some SigningKey) throws -> String {
        let header = JSONObject([
            "alg": "EdDSA", "typ": .string(DocumentType.seat.rawValue),
            "kid": .string(server.publicKey.thumbprint),
        ])
        let payload = JSONObject([
            "lease": .string(seat.lease), "license": .string(seat.license.description),
            "feature": seat.feature.map { .string($0) }, "user": .string(seat.user),
            "host": .string(seat.host), "secretHash": .string(Base64URL.encode(seat.secretHash)),
            "seconds": .integer(Int64(seconds)),
        ])
        return try CompactJWS.sign(payload, header: header, with: server)
    }
}
