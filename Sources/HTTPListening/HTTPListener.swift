import HTTPTypes
package import HummingbirdCore
package import Logging
package import NIOCore
import NIOExtras
import NIOHTTP1
import NIOPosix
package import NIOSSL
import ServiceLifecycle

/// Takes connections, and lets somebody answer what comes over them. Whoever is slow, or has too many, is cut.
package struct HTTPListener<Peer: ConnectionPeer>: Sendable {
    package typealias Answer =
        @Sendable (ReceivedRequest, Peer, any Channel, Logger) async throws -> Response

    /// How long those that are being answered have when the server ends.
    private static var farewell: Duration { .seconds(5) }

    /// Where it listens.
    package enum Place: Sendable {
        /// On a socket that listens already.
        case descriptor(Int32)
        case address(host: String, port: Int)
    }

    private let place: Place
    private let backlog: Int32
    private let tls: TLSConfiguration?
    private let connections: Connections<Peer.Owner>
    private let bodyLimit: @Sendable (_ path: String) -> Int
    private let answersAtOnce: Bool
    private let logger: Logger
    private let peer: @Sendable (any Channel) -> EventLoopFuture<Peer>
    private let answer: Answer
    private let onReady: @Sendable (_ port: Int) -> Void

    /// - Parameters:
    ///   - peer: who is at the other end of a connection.
    ///   - bodyLimit: how many bytes the body of a request to a path may have.
    ///   - answersAtOnce: whether answers take no time but for what they wait for, so that the thread that reads requests
    ///     may give them.
    ///   - onReady: told once it listens.
    package init(
        at place: Place, backlog: Int32, tls: TLSConfiguration? = nil,
        connections: Connections<Peer.Owner>,
        bodyLimit: @escaping @Sendable (_ path: String) -> Int, answersAtOnce: Bool = false,
        logger: Logger,
        peer: @escaping @Sendable (any Channel) -> EventLoopFuture<Peer>,
        answer: @escaping Answer, onReady: @escaping @Sendable (_ port: Int) -> Void
    ) {
        self.place = place
        self.backlog = backlog
        self.tls = tls
        self.connections = connections
        self.bodyLimit = bodyLimit
        self.answersAtOnce = answersAtOnce
        self.logger = logger
        self.peer = peer
        self.answer = answer
        self.onReady = onReady
    }

    /// Until a graceful shutdown, which leaves those that are being answered a while, or until it is canceled.
    package func run() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let quiescing = ServerQuiescingHelper(group: group)
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: backlog)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        quiescing.makeServerChannelHandler(channel: channel))
                }
            }
            .childChannelInitializer { channel in begin(on: channel, context) }
        let server: any Channel
        switch place {
        case .descriptor(let descriptor):
            server = try await bootstrap.withBoundSocket(descriptor).get()
        case .address(let host, let port):
            server = try await bootstrap.serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .bind(host: host, port: port).get()
        }
        onReady(server.localAddress?.port ?? 0)
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
    private func begin(
        on channel: any Channel, _ context: NIOSSLContext?
    ) -> EventLoopFuture<Void> {
        peer(channel).flatMap { peer in
            guard connections.enter(channel, of: peer.owner) else {
                logger.warning("too many connections", metadata: ["owner": "\(peer.owner)"])
                return channel.close()
            }
            return channel.eventLoop.makeCompletedFuture {
                try addHandlers(to: channel, of: peer, context)
            }
        }
    }

    private func addHandlers(
        to channel: any Channel, of peer: Peer, _ context: NIOSSLContext?
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: false,
            withOutboundHeaderValidation: false)
        try pipeline.addHandler(
            HTTPConnection(bodyLimit: bodyLimit) { request in
                do {
                    if answersAtOnce { return try await answer(request, peer, channel, logger) }
                    return try await withTaskExecutorPreference(globalConcurrentExecutor) {
                        try await answer(request, peer, channel, logger)
                    }
                } catch {
                    logger.error("no answer", metadata: ["error": "\(error)"])
                    return Response(status: .internalServerError)
                }
            })
    }
}
