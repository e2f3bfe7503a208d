package import LicenseBinding

/// The publisher of a program: the root that the program carries, and believes alone.
public struct Publisher: Hashable, Sendable {
    let roots: [PublisherRoot]

    /// - Parameter root: the public JWK with the publisher's name in `iss`, as `keybound-center init` writes it (RFC
    ///   7517; Ed25519 keys of RFC 8037).
    /// - Throws: ``LicensingError/invalidPublisher``.
    public init(root: some Sequence<UInt8>) throws(LicensingError) {
        do throws(Defect) {
            roots = [try PublisherRoot(parsing: Array(root))]
        } catch {
            throw .invalidPublisher
        }
    }

    /// All publishers that a computer trusts, for a program that has none of its own.
    package init(trusting roots: [PublisherRoot]) {
        self.roots = roots
    }

    /// - Parameter root: the text of the JWK file.
    public init(root: String) throws(LicensingError) {
        try self.init(root: root.utf8)
    }
}
