/// Where a service listens: at an address of a network, or at a socket in a folder.
package protocol ServicePoint: Sendable {
    /// A socket that is being connected, and does not block.
    /// - Returns: the socket, or the `errno` of what failed.
    func connecting() -> (descriptor: Int32, failure: Int32)
}
