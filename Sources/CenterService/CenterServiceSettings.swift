package import HTTPListening
package import Logging
import NIOSSL

/// Where a center listens, and how.
package struct CenterServiceSettings: Sendable {
    package enum Defect: Error, Hashable, Sendable {
        /// Beyond this computer PINs go over TLS alone.
        case plainBeyondLoopback(host: String)
        /// Whoever asks the center itself could say where he is.
        case proxyBeyondLoopback(host: String)
        case files(ServerCertificate.Defect)
    }

    package let host: String
    package let port: Int
    /// Nothing for plain HTTP, which this computer alone may use.
    let tls: TLSConfiguration?
    /// Whether a proxy on this computer tells where sites are.
    let isBehindProxy: Bool
    package let version: String
    package let logger: Logger

    /// - Parameters:
    ///   - certificate: a PEM file with the server's certificate and those between it and its root.
    ///   - privateKey: a PEM file.
    package init(
        host: String, port: Int, certificate: String?, privateKey: String?,
        isBehindProxy: Bool, version: String, logger: Logger
    ) throws(Defect) {
        self.host = host
        self.port = port
        self.isBehindProxy = isBehindProxy
        self.version = version
        self.logger = logger
        let isLoopback = ServerCertificate.isNeedless(at: host)
        guard isLoopback || !isBehindProxy else { throw .proxyBeyondLoopback(host: host) }
        guard let certificate, let privateKey else {
            guard isLoopback else { throw .plainBeyondLoopback(host: host) }
            tls = nil
            return
        }
        do throws(ServerCertificate.Defect) {
            tls = try ServerCertificate.configuration(
                certificate: certificate, privateKey: privateKey)
        } catch {
            throw .files(error)
        }
    }
}
