package import HTTPListening
package import HummingbirdCore

/// What the daemon answers on the agent's socket besides what the agent knows.
package struct LocalRoutes: Sendable {
    let isFor: @Sendable (_ path: String) -> Bool
    let bodyLimit: Int
    let answer: @Sendable (ReceivedRequest, Peer) async -> Response

    /// - Parameter bodyLimit: how many bytes the body of a request may have.
    package init(
        for isFor: @escaping @Sendable (_ path: String) -> Bool, bodyLimit: Int,
        answer: @escaping @Sendable (ReceivedRequest, Peer) async -> Response
    ) {
        self.isFor = isFor
        self.bodyLimit = bodyLimit
        self.answer = answer
    }
}
