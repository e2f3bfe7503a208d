import ArgumentParser
import CenterService
import CommandLineFront
import HTTPListening
import Logging
import ServiceLifecycle
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answer sites over HTTP: activations, recoveries, bindings.",
        discussion: """
            Beyond this computer only with TLS. What it answers: /openapi.yaml. The log on standard error has a line \
            for each request, and nothing secret. SIGTERM ends it after what is being answered.
            """)

    @Option(
        help: ArgumentHelp(
            "The address and port, as 127.0.0.1:8443 or [::1]:8443; port 0 for any.",
            valueName: "address"),
        transform: { try ListenAddress($0) })
    var listen: ListenAddress

    @Option(
        help: ArgumentHelp(
            "The server's certificate and those between it and its root, PEM.", valueName: "file"))
    var tlsCert: String?

    @Option(help: ArgumentHelp("Its private key, PEM.", valueName: "file"))
    var tlsKey: String?

    @Flag(
        help: ArgumentHelp(
            "A proxy on this computer asks for the sites: the last address of its X-Forwarded-For is theirs.",
            discussion:
                "Without it all sites behind a proxy are slowed for each other's wrong PINs."))
    var behindProxy = false

    @OptionGroup var home: HomeOptions

    func validate() throws {
        guard (tlsCert == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-cert and --tls-key go together")
        }
    }

    func run() async throws {
        let center = try await home.publisherHome().center().center
        let logger = Logger(label: "keybound-center") { StreamLogHandler.standardError(label: $0) }
        let settings: CenterServiceSettings
        do throws(CenterServiceSettings.Defect) {
            settings = try CenterServiceSettings(
                host: listen.host, port: listen.port, certificate: tlsCert, privateKey: tlsKey,
                isBehindProxy: behindProxy,
                version: CenterCommand.version, logger: logger)
        } catch {
            throw CommandFailure(error.text)
        }
        let (scheme, host) = (tlsCert == nil ? "http" : "https", listen.text)
        let service = CenterService(center, settings) { port in
            Console.print("listening at \(scheme)://\(host):\(port)")
        }
        let group = ServiceGroup(
            services: [service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        try await group.run()
    }
}

/// A host and a port.
struct ListenAddress {
    let host: String
    let port: Int

    init(_ text: String) throws {
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...])
        else { throw ValidationError("\(text) is no address with a port, as 127.0.0.1:8443") }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty else {
            throw ValidationError("\(text) has no address: for all of them 0.0.0.0 or [::]")
        }
        (self.host, self.port) = (String(host), Int(port))
    }

    /// As it stands in a URL.
    var text: String { host.contains(":") ? "[\(host)]" : host }
}

extension CenterServiceSettings.Defect {
    var text: String {
        switch self {
        case .plainBeyondLoopback(let host):
            "at \(host) others could read PINs on their way: name --tls-cert and --tls-key, or listen at "
                + "127.0.0.1 behind a proxy of your own, with --behind-proxy"
        case .proxyBeyondLoopback(let host):
            "at \(host) sites could ask without the proxy, and say that they are somebody else: --behind-proxy goes "
                + "with 127.0.0.1"
        case .files(.certificate(path: let path)):
            "\(path) holds no certificate in PEM that can be read"
        case .files(.privateKey(path: let path)):
            "\(path) holds no private key in PEM that can be read"
        }
    }
}
