package import AgentProtocol
package import LicenseBinding
package import Logging
import PlainHTTP
import ServiceLifecycle
import Synchronization
import SystemThreads

/// The key agent of a computer: answers programs on a Unix socket, and tells them what changes.
package final class KeyAgent: Service {
    /// How often it shows those who listen that it is there.
    private static let signs = Duration.seconds(15)

    private let current: Mutex<AgentSettings>
    private let reloads: AsyncStream<AgentSettings>
    private let environment: [String: String]
    private let version: String
    private let logger: Logger
    private let routes: LocalRoutes?
    private let hub: EventHub
    /// Wakes the board: a key came or left, or the time has come.
    private let pulse = Pulse()

    /// - Parameters:
    ///   - reloads: settings that take the place of those before; socket and group stay.
    ///   - environment: as the process was started with it; what the service manager says is in it.
    ///   - routes: what else is answered on its socket.
    ///   - onEvent: told every event too.
    package init(
        _ settings: AgentSettings, reloads: AsyncStream<AgentSettings>,
        environment: [String: String], version: String, logger: Logger,
        routes: LocalRoutes? = nil,
        onEvent: @escaping @Sendable (AgentEvent, JSONObject) -> Void = { _, _ in }
    ) {
        hub = EventHub(onEvent)
        self.routes = routes
        self.reloads = reloads
        self.environment = environment
        self.version = version
        self.logger = logger
        current = Mutex(settings)
    }

    /// Whether anybody listens on the socket.
    package var isHeard: Bool { hub.isHeard }

    /// Tells those who listen on the socket what has become of a seat.
    package func tellSeats(_ data: JSONObject) {
        hub.tell(.event(.seats, data))
    }

    /// Until a graceful shutdown, or an error of its socket.
    package func run() async throws {
        let socket = try AgentSocket.open(settings, environment: environment)
        let manager = ServiceManager(environment: environment)
        let desk = ProofDesk(ProofLook({ self.settings }, hub: hub, logger: logger))
        let board = VerdictBoard({ self.settings }, asking: desk, hub: hub, logger: logger)
        let router = AgentRouter(
            desk: desk, board: board, hub: hub, version: version)
        let server = AgentServer(
            descriptor: socket.descriptor, router: router, routes: routes, logger: logger,
            onReady: { manager.tell(.ready) })
        logger.info("listening", metadata: ["socket": "\(settings.socket.path)"])
        try await withGracefulShutdownHandler {
            // They go on for ever, and nobody waits for the keys that they wait for.
            let works = [
                Task { await self.followKeys(manager) }, Task { await self.keep(board) },
                Task { await self.showSigns() },
            ]
            defer { works.forEach { $0.cancel() } }
            try await server.run()
        } onGracefulShutdown: {
            manager.tell(.stopping)
            self.hub.close()
        }
    }

    private var settings: AgentSettings { current.withLock(\.self) }

    /// Follows the keys by the settings as they are, and begins anew with others.
    private func followKeys(_ manager: ServiceManager) async {
        var follower = Task { [self] in await self.follower().run() }
        for await settings in reloads {
            let before = self.settings
            if (settings.socket, settings.group) != (before.socket, before.group) {
                logger.warning("another socket or group holds only after a restart")
            }
            current.withLock { $0 = settings }
            follower.cancel()
            follower = Task { await self.follower().run() }
            pulse.change()
            logger.info("settings were read anew")
            manager.tell(.ready)
        }
        // No more settings come: the follower ends with this task.
        await withTaskCancellationHandler {
            await follower.value
        } onCancel: { [follower] in
            follower.cancel()
        }
    }

    private func follower() -> KeyFollower {
        KeyFollower(settings: settings, hub: hub, logger: logger) { self.pulse.change() }
    }

    /// Renews the verdicts when a key came or left, now and then, and when one ends by itself.
    private func keep(_ board: VerdictBoard) async {
        var renewed = ContinuousClock.now
        pulse.change()
        while let hasChanged = await pulse.next() {
            if hasChanged || .now >= renewed + settings.renewal {
                await board.renew()
                renewed = .now
            } else {
                await board.tellChanges()
            }
            let renewal = renewed + settings.renewal
            pulse.set(to: await board.nextChange.map { min($0, renewal) } ?? renewal)
        }
        pulse.end()
    }

    private func showSigns() async {
        do {
            while true {
                try await Task.sleep(for: Self.signs)
                hub.tell(.sign)
            }
        } catch {
            // It ends with the agent.
        }
    }
}
