package import LicenseBinding

/// Leases that are to last on: `{"leases": [{"lease", "secret", "nonce", "idle"?}…]}`.
package struct SeatRenewals: Hashable, Sendable {
    /// The most leases of one request.
    package static let most = 1000

    package struct Renewal: Hashable, Sendable {
        package let lease: LeaseID
        /// 32 bytes.
        package let secret: [UInt8]
        package let nonce: Nonce
        /// For how many seconds its program has done nothing.
        package let idle: Int

        package init(lease: LeaseID, secret: [UInt8], nonce: Nonce, idle: Int = 0) {
            self.lease = lease
            self.secret = secret
            self.nonce = nonce
            self.idle = idle
        }

        init(_ claims: Claims) throws(Defect) {
            lease = try claims.lease("lease")
            secret = try claims.bytes("secret", count: 32)
            nonce = try claims.nonce("nonce")
            idle = Int(try claims.integer("idle", in: 0...Int64(Int32.max)) ?? 0)
        }

        var json: JSONObject {
            JSONObject([
                "lease": .string(lease.description), "secret": .string(Base64URL.encode(secret)),
                "nonce": .string(Base64URL.encode(nonce.bytes)),
                "idle": idle > 0 ? .integer(Int64(idle)) : nil,
            ])
        }
    }

    package let leases: [Renewal]

    package init(_ leases: [Renewal]) {
        self.leases = leases
    }

    package init(parsing bytes: [UInt8]) throws(Defect) {
        var leases: [Renewal] = []
        for claims in try Claims(parsing: bytes).list("leases") ?? [] {
            leases.append(try Renewal(claims))
        }
        guard 1...Self.most ~= leases.count, Set(leases.map(\.lease)).count == leases.count else {
            throw .claim("leases", expected: "from one to \(Self.most) leases, none of them twice")
        }
        self.leases = leases
    }

    package var json: JSONObject {
        JSONObject(["leases": .array(leases.map { .object($0.json) })])
    }
}
