package import LicenseBinding

/// What one asker wants to be convinced of: that keys of a license are plugged in.
package struct ProofQuery: Hashable, Sendable {
    /// The most keys of a license that are asked for.
    package static let mostKeys = 16

    package let request: ProofRequest
    /// What the keys made at their enrollment, as it stands in the license.
    package let credentials: [KeyCredential]
    /// How many keys the license needs: once they are there, no busy one is waited for.
    package let quorum: Int

    package init(_ request: ProofRequest, of credentials: [KeyCredential], quorum: Int) {
        self.request = request
        self.credentials = credentials
        self.quorum = quorum
    }

    init(_ claims: Claims) throws(Defect) {
        let license = try claims.parsed("license", as: "a license ID") { LicenseID($0) }
        let nonce = try claims.nonce("nonce")
        request = ProofRequest(license: try claims.required("license", license), nonce: nonce)
        var credentials: [KeyCredential] = []
        for key in try claims.list("keys") ?? [] {
            let credential = try KeyCredential(key)
            // Nobody gets a signature for a web site, or whatever else a key is used for.
            guard RelyingParty.isOwn(credential.relyingParty) else {
                throw .claim("keys.fido2.rpID", expected: "a relying party of licenses")
            }
            credentials.append(credential)
        }
        guard 1...Self.mostKeys ~= credentials.count else {
            throw .claim("keys", expected: "from one to \(Self.mostKeys) keys")
        }
        self.credentials = credentials
        let quorum = try claims.integer("quorum", in: 1...Int64(Self.mostKeys))
        self.quorum = Int(try claims.required("quorum", quorum))
    }

    var json: JSONObject {
        JSONObject([
            "license": .string(request.license.description),
            "nonce": .string(Base64URL.encode(request.nonce.bytes)),
            "keys": .array(credentials.map { .object($0.members) }),
            "quorum": .integer(Int64(quorum)),
        ])
    }
}
