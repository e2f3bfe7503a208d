package import FoundationEssentials
package import LicenseBinding

/// A server's answer to a claim, or to a renewal: `{"lease", "grant", "expires", "chain"}`.
package struct SeatReceipt: Hashable, Sendable {
    package let lease: LeaseID
    /// A ``SeatGrant`` as the server has signed it.
    package let grant: String
    /// By the server's clock, for people: a client counts the seconds of the grant.
    package let expires: Date
    /// Where the chain under which the grant stands is: another one for each delegation.
    package let chain: String

    package init(lease: LeaseID, grant: String, expires: Date, chain: String) {
        self.lease = lease
        self.grant = grant
        self.expires = expires
        self.chain = chain
    }

    package init(_ claims: Claims) throws(Defect) {
        lease = try claims.lease("lease")
        grant = try claims.text("grant")
        expires = try claims.required("expires", claims.date("expires"))
        chain = try claims.text("chain")
    }

    package var json: JSONObject {
        JSONObject([
            "lease": .string(lease.description), "grant": .string(grant),
            "expires": .integer(expires.seconds), "chain": .string(chain),
        ])
    }
}
