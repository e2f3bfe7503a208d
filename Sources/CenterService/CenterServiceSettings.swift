package import Logging
import NIOSSL

/// Where a center listens, and how.
package struct CenterServiceSettings: Sendable {
    package enum Defect: Error, Hashable, Sendable {
        /// Beyond this computer PINs go over TLS alone.
        case plainBeyondLoopback(host: String)
        case certificate(path: String)
        case privateKey(path: String)
    }

    package let host: String
    package let port: Int
    /// Nothing for plain HTTP, which this computer alone may use.
    let tls: TLSConfiguration?
    package let version: String
    package let logger: Logger

    /// - Parameters:
    ///   - certificate: a PEM file with the server's certificate and those between it and its root.
    ///   - privateKey: a PEM file.
    package init(
        host: String, port: Int, certificate: String?, privateKey: String?, version: String,
        logger: Logger
    ) throws(Defect) {
        self.host = host
        self.port = port
        self.version = version
        self.logger = logger
        guard let certificate, let privateKey else {
            guard ["127.0.0.1", "::1", "localhost"].contains(host) else {
                throw .plainBeyondLoopback(host: host)
            }
            tls = nil
            return
        }
        let chain: [NIOSSLCertificateSource]
        do {
            chain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
        } catch {
            throw .certificate(path: certificate)
        }
        let key: NIOSSLPrivateKey
        do {
            key = try NIOSSLPrivateKey(file: privateKey, format: .pem)
        } catch {
            throw .privateKey(path: privateKey)
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        tls = configuration
    }
}
