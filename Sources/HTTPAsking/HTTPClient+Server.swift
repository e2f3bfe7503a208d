package import AsyncHTTPClient
package import NIOCore
import NIOSSL

extension HTTPClient.Configuration {
    /// For one server, whose secrets are for nobody that it names: no redirect is followed. Nothing is asked twice.
    /// - Parameters:
    ///   - roots: a PEM file of the roots that the server's certificate may be by; nothing for those of the system.
    ///   - connect: how long to wait for a connection.
    ///   - read: how long to wait for the next part of an answer.
    package static func server(
        trusting roots: String?, connect: TimeAmount, read: TimeAmount
    ) throws(UnreadableRoots) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let roots {
            do {
                tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(roots))
            } catch {
                throw UnreadableRoots(path: roots)
            }
        }
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        configuration.redirectConfiguration = .disallow
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout = .init(connect: connect, read: read)
        return configuration
    }
}
