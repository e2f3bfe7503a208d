package import LicenseBinding

/// That a client's nonce is in a delegation: `{"delegation": {…}, "path": {…}}`.
package struct NonceProof: Hashable, Sendable {
    package let delegation: SeatDelegation
    package let path: MerklePath

    package init(delegation: SeatDelegation, path: MerklePath) {
        self.delegation = delegation
        self.path = path
    }

    package init(_ claims: Claims) throws(Defect) {
        delegation = try SeatDelegation(claims.required("delegation", claims.claims("delegation")))
        path = try MerklePath(claims.required("path", claims.claims("path")))
    }

    package var json: JSONObject {
        JSONObject(["delegation": .object(delegation.json), "path": .object(path.json)])
    }
}
