import Crypto

/// For whom a key makes its credentials (`rp.id`): one name for each publisher's root, so that
/// nobody can tell by its credentials which publishers a key is used for.
package enum RelyingParty {
    private static let domain = ".keybound.invalid"

    /// The top domain `invalid` is nobody's (RFC 6761, section 6.4), so no web site can ask a key for
    /// these credentials.
    /// - Parameter root: the thumbprint of a publisher's root.
    package static func id(of root: String) -> String {
        let hash = SHA256.hash(data: Array(root.utf8))
        return Hexadecimal.encode(hash.prefix(16)) + domain
    }

    /// Whether a name is one of a publisher's root, whichever that is.
    package static func isOwn(_ id: String) -> Bool {
        id.utf8.count == 32 + domain.utf8.count && id.hasSuffix(domain)
            && id.utf8.prefix(32).allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }
    }
}
