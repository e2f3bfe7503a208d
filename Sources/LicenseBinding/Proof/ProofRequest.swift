/// What a proof is to be over: the asker's nonce, for one license.
package struct ProofRequest: Hashable, Sendable {
    package let license: LicenseID
    package let nonce: Nonce

    package init(license: LicenseID, nonce: Nonce) {
        self.license = license
        self.nonce = nonce
    }

    /// The request as an entry of the tree. No license ID holds a zero byte.
    var entry: [UInt8] {
        Array(license.description.utf8) + [0] + nonce.bytes
    }
}
