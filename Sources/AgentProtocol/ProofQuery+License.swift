package import LicenseBinding

extension ProofQuery {
    /// A query about all keys of a license that prove themselves.
    package init(about license: SignedLicense, nonce: Nonce) {
        self.init(
            ProofRequest(license: license.id, nonce: nonce),
            of: Array(license.binding.credentials.prefix(Self.mostKeys)),
            quorum: min(license.binding.quorum, Self.mostKeys))
    }
}
