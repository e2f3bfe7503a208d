import AgentProtocol
import HTTPListening
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// Takes the connections on the agent's socket, and lets the router answer what comes over them.
struct AgentServer: Service {
    let descriptor: Int32
    let router: AgentRouter
    /// What else is answered here.
    let routes: LocalRoutes?
    let logger: Logger
    let onReady: @Sendable () -> Void

    /// Until a graceful shutdown, or until it is canceled.
    func run() async throws {
        let responder = router.responder
        let listener = HTTPListener<Peer>(
            at: .descriptor(descriptor), backlog: AgentSocket.backlog, connections: Connections(),
            bodyLimit: { _ in max(AgentPath.questionLimit, routes?.bodyLimit ?? 0) },
            logger: logger, peer: { channel in Peer.of(channel) },
            answer: { request, peer, channel, logger in
                if let routes, routes.isFor(request.path) {
                    return await routes.answer(request, peer)
                }
                var logger = logger
                logger[metadataKey: "process"] = "\(peer.process)"
                logger[metadataKey: "user"] = "\(peer.user)"
                let context = AgentRequestContext(
                    source: AgentRequestContext.Source(
                        connection: ApplicationRequestContextSource(
                            channel: channel, logger: logger),
                        peer: peer))
                return try await responder.respond(to: request.routable(), context: context)
            }, onReady: { _ in onReady() })
        try await listener.run()
    }
}
