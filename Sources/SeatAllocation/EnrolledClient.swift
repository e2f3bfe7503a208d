/// A computer that may take seats over the network.
package struct EnrolledClient: Hashable, Sendable {
    /// The name of its host.
    package let name: String
    /// The hash of its token.
    package let tokenHash: [UInt8]
    /// In seconds since 1970.
    package let since: Int64

    package init(name: String, tokenHash: [UInt8], since: Int64) {
        self.name = name
        self.tokenHash = tokenHash
        self.since = since
    }
}
