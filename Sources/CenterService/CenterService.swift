import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import LicensingCenter
import Logging
import NIOCore
import ServiceLifecycle

/// A licensing center on the network.
package struct CenterService: Service {
    private let center: Center
    private let settings: CenterServiceSettings
    /// Told the port once it listens.
    private let onReady: @Sendable (Int) -> Void

    package init(
        _ center: Center, _ settings: CenterServiceSettings,
        onReady: @escaping @Sendable (_ port: Int) -> Void
    ) {
        self.center = center
        self.settings = settings
        self.onReady = onReady
    }

    /// Until a graceful shutdown.
    package func run() async throws {
        let base = HTTPServerBuilder.http1(
            configuration: .init(idleTimeout: .seconds(60)))
        let server = try settings.tls.map { try .tls(base, tlsConfiguration: $0) } ?? base
        let router = CenterRouter(
            center: center, limiter: GuessLimiter(), version: settings.version,
            isBehindProxy: settings.isBehindProxy)
        let application = Application(
            responder: router.responder, server: server,
            configuration: .init(address: .hostname(settings.host, port: settings.port)),
            onServerRunning: { channel in onReady(channel.localAddress?.port ?? 0) },
            logger: settings.logger)
        try await application.run()
    }
}
