/// How hard a key is to copy.
package enum Assurance: String, CaseIterable, Comparable, Sendable {
    /// The key has an ID that can be read, and so imitated.
    case identified
    /// The key signs a fresh nonce with a private key that never leaves it.
    case signed

    package static func < (left: Assurance, right: Assurance) -> Bool {
        left == .identified && right == .signed
    }
}
