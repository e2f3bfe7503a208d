import AgentProtocol
import ArgumentParser
import CommandLineFront
import KeyAgent
import Logging
import SeatClient
import SeatServer
import ServiceLifecycle
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the daemon: the keys of this computer answer its programs, and serve seats.",
        discussion: """
            Programs ask over a Unix socket. They believe the key and not the daemon. Licenses with seats are \
            served there, and to the network with --listen. SIGHUP reads the settings and the rules anew; SIGTERM ends it. Which settings hold: keybound config check
            """)

    @Option(
        help: ArgumentHelp(
            "The settings file, by default \(SettingsFile.standard).", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("Where programs ask.", valueName: "path"))
    var socket: String?

    @Option(help: ArgumentHelp("Whose members may ask.", valueName: "name"))
    var group: String?

    @Option(help: ArgumentHelp("The folder of the license store.", valueName: "dir"))
    var stateDir: String?

    @Option(
        help: ArgumentHelp(
            "How long a key may be gone before that is told.", valueName: "duration"))
    var debounce: String?

    @Option(
        help: ArgumentHelp("How often keys prove themselves anew.", valueName: "duration"))
    var renewal: String?

    @Option(help: ArgumentHelp("The file of rules for seats.", valueName: "file"))
    var rules: String?

    @Option(
        help: ArgumentHelp(
            "Where computers of the network ask for seats; beyond this computer with TLS alone.",
            valueName: "address:port"))
    var listen: String?

    @Option(help: ArgumentHelp("The server's certificate, in PEM.", valueName: "file"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("Its private key, in PEM.", valueName: "file"))
    var tlsKey: String?

    @Option(
        help: ArgumentHelp(
            "Roots of the certificates of computers that need no token, in PEM.",
            valueName: "file"))
    var clientRoots: String?

    @Option(help: ArgumentHelp("debug, info, warning or error.", valueName: "level"))
    var logLevel: String?

    func run() async throws {
        let settings = try await settings()
        let level = LogLevel(try settings.logLevel())
        let logger = Logger(label: "keybound") { LeveledLog(label: $0, level) }
        let (reloads, reload) = AsyncStream.makeStream(of: AgentSettings.self)
        let environment = CommandContext.current.environment
        let seats = try await SeatFront.open(settings, logger: logger)
        let holding = Task { await seats?.run() }
        defer { holding.cancel() }
        let agent = KeyAgent(
            try settings.agent(), reloads: reloads, environment: environment,
            version: KeyboundCommand.version, logger: logger, routes: seats?.routes
        ) { event, data in
            if event == .verdict { seats?.service.events.repeatHere(event.rawValue, data) }
        }
        seats?.service.events.follow(while: { agent.isHeard }) { name, data in
            if name == "seats" { agent.tellSeats(data) }
        }
        let reloading = Task { [logger] in
            let manager = ServiceManager(environment: environment)
            for await _ in await UnixSignalsSequence(trapping: .sighup) {
                manager.tell(.reloading)
                do {
                    let settings = try await self.settings()
                    let (agent, newLevel) = (try settings.agent(), try settings.logLevel())
                    try await seats?.follow(settings)
                    level.set(newLevel)
                    reload.yield(agent)
                } catch {
                    // Those before go on to hold.
                    logger.error("settings were not read", metadata: ["error": "\(error)"])
                    manager.tell(.ready)
                }
            }
        }
        defer { reloading.cancel() }
        let services: [any Service] = [agent] + (seats.map { [$0.service] } ?? [])
        let group = ServiceGroup(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        try await group.run()
        await seats?.close()
    }

    private func settings() async throws -> SiteSettings {
        let arguments: [Setting: String?] = [
            .socket: socket, .group: group, .stateDir: stateDir, .debounce: debounce,
            .renewal: renewal, .logLevel: logLevel,
            .rules: rules, .listen: listen, .tlsCertificate: tlsCertificate, .tlsKey: tlsKey,
            .clientRoots: clientRoots,
        ]
        return try await SiteSettings(file: config, arguments: arguments.compactMapValues(\.self))
    }
}
