package import LicenseBinding

/// A seat server's word for a seat: a JWS of type `seat+jwt` by the server's key.
package struct SeatGrant: Hashable, Sendable {
    /// What was claimed, and is granted as it was.
    package struct Seat: Hashable, Sendable {
        package let lease: LeaseID
        package let license: LicenseID
        /// None for the product alone.
        package let feature: String?
        package let user: String
        package let host: String
        /// The hash of the client's secret, 32 bytes.
        package let secretHash: [UInt8]

        package init(
            lease: LeaseID, license: LicenseID, feature: String?, user: String, host: String,
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
    /// What stands behind it: a key that has signed, or one that the server says it sees.
    package let assurance: Assurance

    package init(_ seat: Seat, seconds: Int, assurance: Assurance = .signed) {
        self.seat = seat
        self.seconds = seconds
        self.assurance = assurance
    }

    init(_ claims: Claims) throws(Defect) {
        seat = try Seat(claims)
        let seconds = try claims.integer("seconds", in: 1...Self.longest)
        self.seconds = Int(try claims.required("seconds", seconds))
        assurance = try claims.word("assurance", Assurance.self) ?? .signed
    }

    /// A borrowed seat is another document, by the hardware key itself.
    private static let longest: Int64 = 600

    /// The header of all grants of a server, encoded.
    package static func header(of server: VerifyingKey) -> String {
        CompactJWS.encoded(
            JSONObject([
                "alg": "EdDSA", "typ": .string(DocumentType.seat.rawValue),
                "kid": .string(server.thumbprint),
            ]))
    }

    /// The signed grant.
    package func signed(by server: some SigningKey) throws -> String {
        try signed(by: server, under: Self.header(of: server.publicKey))
    }

    /// - Parameter header: that of all grants of this server.
    package func signed(by server: some SigningKey, under header: String) throws -> String {
        var payload = seat.json
        payload["seconds"] = .integer(Int64(seconds))
        if assurance != .signed { payload["assurance"] = .string(assurance.rawValue) }
        return try CompactJWS.sign(payload, under: header, with: server)
    }
}

extension SeatGrant.Seat {
    init(_ claims: Claims) throws(Defect) {
        let license = try claims.parsed("license", as: "a license ID") { LicenseID($0) }
        self.init(
            lease: try claims.lease("lease"), license: try claims.required("license", license),
            feature: try claims.string("feature"), user: try claims.text("user"),
            host: try claims.text("host"), secretHash: try claims.bytes("secretHash", count: 32))
    }

    var json: JSONObject {
        JSONObject([
            "lease": .string(lease.description), "license": .string(license.description),
            "feature": feature.map { .string($0) }, "user": .string(user), "host": .string(host),
            "secretHash": .string(Base64URL.encode(secretHash)),
        ])
    }
}
