package import HummingbirdCore

/// What the daemon answers on the agent's socket besides what the agent knows.
package struct LocalRoutes: Sendable {
    let isFor: @Sendable (_ path: String) -> Bool
    let answer: @Sendable (Request, Peer) async -> Response

    package init(
        for isFor: @escaping @Sendable (_ path: String) -> Bool,
        answer: @escaping @Sendable (Request, Peer) async -> Response
    ) {
        self.isFor = isFor
        self.answer = answer
    }
}
