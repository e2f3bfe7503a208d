import ArgumentParser
import CommandLineFront
import KeyAgent
import Logging
import ServiceLifecycle
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the daemon that lets the keys of this computer answer its programs.",
        discussion: """
            Programs ask over a Unix socket. They believe the key and not the daemon. SIGHUP reads the \
            settings anew; SIGTERM ends it. Which settings hold: keybound config check
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

    @Option(help: ArgumentHelp("debug, info, warning or error.", valueName: "level"))
    var logLevel: String?

    func run() async throws {
        let settings = try await settings()
        let level = LogLevel(try settings.logLevel())
        let logger = Logger(label: "keybound") { LeveledLog(label: $0, level) }
        let (reloads, reload) = AsyncStream.makeStream(of: AgentSettings.self)
        let environment = CommandContext.current.environment
        let agent = KeyAgent(
            try settings.agent(), reloads: reloads, environment: environment,
            version: KeyboundCommand.version, logger: logger)
        let reloading = Task { [logger] in
            let manager = ServiceManager(environment: environment)
            for await _ in await UnixSignalsSequence(trapping: .sighup) {
                manager.tell(.reloading)
                do {
                    let settings = try await self.settings()
                    let (agent, newLevel) = (try settings.agent(), try settings.logLevel())
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
        let group = ServiceGroup(
            services: [agent], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        try await group.run()
    }

    private func settings() async throws -> SiteSettings {
        let arguments: [Setting: String?] = [
            .socket: socket, .group: group, .stateDir: stateDir, .debounce: debounce,
            .renewal: renewal, .logLevel: logLevel,
        ]
        return try await SiteSettings(file: config, arguments: arguments.compactMapValues(\.self))
    }
}
