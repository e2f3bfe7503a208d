/// Who is at the other end of a connection.
package protocol ConnectionPeer: Sendable {
    associatedtype Owner: Hashable & Sendable

    /// Whose connection it counts as.
    var owner: Owner { get }
}
