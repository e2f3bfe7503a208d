import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOExtras
import NIOPosix
import ServiceLifecycle

/// Takes the connections on the agent's socket, and lets the router answer what comes over them.
struct AgentServer: Service {
    /// How long a connection may be idle between two requests.
    private static let idleTimeout = TimeAmount.seconds(60)
    /// How long those that are being answered have when the agent ends.
    private static let farewell = Duration.seconds(5)

    typealias Connection = (http: HTTP1Channel, channel: HTTP1Channel.Value)

    let descriptor: Int32
    let responder: AgentRouter.Responder
    let count = ConnectionCount()
    let logger: Logger
    let onReady: @Sendable () -> Void

    func run() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let quiescing = ServerQuiescingHelper(group: group)
        let server = try await ServerBootstrap(group: group)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        quiescing.makeServerChannelHandler(channel: channel))
                }
            }
            .bind(descriptor) { channel in connection(on: channel) }
        onReady()
        try await withGracefulShutdownHandler {
            try await withThrowingDiscardingTaskGroup { tasks in
                try await server.executeThenClose { connections in
                    for try await connection in connections {
                        guard let connection else { continue }
                        tasks.addTask {
                            await connection.http.handle(value: connection.channel, logger: logger)
                        }
                    }
                }
            }
        } onGracefulShutdown: {
            quiescing.initiateShutdown(promise: nil)
        }
    }

    /// - Returns: nothing for one that there is no room for.
    private func connection(on channel: any Channel) -> EventLoopFuture<Connection?> {
        Peer.of(channel).flatMap { peer in
            guard count.enter(peer.user) else {
                logger.warning("too many connections", metadata: ["user": "\(peer.user)"])
                return channel.close().map { nil }
            }
            channel.closeFuture.whenComplete { _ in count.leave(peer.user) }
            let http = HTTP1Channel(
                responder: { request, writer, channel in
                    try await answer(request, writer, channel, peer)
                },
                configuration: .init(idleTimeout: Self.idleTimeout))
            return http.setup(channel: channel, logger: logger).map { (http, $0) }
        }
    }

    @concurrent
    private func answer(
        _ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel,
        _ peer: Peer
    ) async throws {
        var logger = logger
        logger[metadataKey: "process"] = "\(peer.process)"
        logger[metadataKey: "user"] = "\(peer.user)"
        let context = BasicRequestContext(
            source: ApplicationRequestContextSource(channel: channel, logger: logger))
        let response: Response
        do {
            response = try await responder.respond(to: request, context: context)
        } catch {
            logger.error("no answer", metadata: ["error": "\(error)"])
            response = Response(status: .internalServerError)
        }
        try await writer.write(response: response.head, body: response.body)
    }
}
