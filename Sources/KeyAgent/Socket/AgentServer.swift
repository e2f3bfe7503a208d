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

    let descriptor: Int32
    let responder: AgentRouter.Responder
    let connections = Connections()
    let logger: Logger
    let onReady: @Sendable () -> Void

    /// Until a graceful shutdown, which leaves those that are being answered a while, or until it is canceled.
    func run() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let quiescing = ServerQuiescingHelper(group: group)
        let server = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: AgentSocket.backlog)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        quiescing.makeServerChannelHandler(channel: channel))
                }
            }
            .childChannelInitializer { channel in begin(on: channel) }
            .withBoundSocket(descriptor).get()
        onReady()
        // Canceled, it ends at once.
        if (try? await gracefulShutdown()) != nil { await sayFarewell(quiescing, group.next()) }
        server.close(promise: nil)
        connections.closeAll()
    }

    private func sayFarewell(_ quiescing: ServerQuiescingHelper, _ loop: any EventLoop) async {
        let end = loop.makePromise(of: Void.self)
        quiescing.initiateShutdown(promise: end)
        await withTaskGroup { tasks in
            // Why it ended makes no difference.
            tasks.addTask { _ = try? await end.futureResult.get() }
            tasks.addTask { _ = try? await Task.sleep(for: Self.farewell) }
            await tasks.next()
            connections.closeAll()
            tasks.cancelAll()
        }
    }

    /// Begins to answer on a connection, if there is room for it.
    private func begin(on channel: any Channel) -> EventLoopFuture<Void> {
        Peer.of(channel).flatMap { peer in
            guard connections.enter(channel, of: peer.user) else {
                logger.warning("too many connections", metadata: ["user": "\(peer.user)"])
                return channel.close()
            }
            let http = HTTP1Channel(
                responder: { request, writer, channel in
                    try await answer(request, writer, channel, peer)
                },
                configuration: .init(idleTimeout: Self.idleTimeout))
            return http.setup(channel: channel, logger: logger).map { value in
                // It ends with its channel.
                Task { await http.handle(value: value, logger: logger) }
            }
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
        let context = AgentRequestContext(
            source: AgentRequestContext.Source(
                connection: ApplicationRequestContextSource(channel: channel, logger: logger),
                peer: peer))
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
