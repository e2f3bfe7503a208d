package import LicenseBinding

/// What a client verifies seats with: `{"license": JWS, "delegation": {…}}`.
package struct SeatChainDocument: Hashable, Sendable {
    /// The license as its publisher has signed it.
    package let license: String
    package let delegation: SeatDelegation

    package init(license: String, delegation: SeatDelegation) {
        self.license = license
        self.delegation = delegation
    }

    package init(_ claims: Claims) throws(Defect) {
        license = try claims.text("license")
        delegation = try SeatDelegation(claims.required("delegation", claims.claims("delegation")))
    }

    package var json: JSONObject {
        JSONObject(["license": .string(license), "delegation": .object(delegation.json)])
    }
}
