package import NIOSSL

/// What a server shows of itself over TLS, in PEM files.
package enum ServerCertificate {
    /// Which file holds nothing of the kind.
    package enum Defect: Error, Hashable, Sendable {
        case certificate(path: String)
        case privateKey(path: String)
    }

    /// - Parameter certificate: a file with the server's certificate and those between it and its root.
    package static func configuration(
        certificate: String, privateKey: String
    ) throws(Defect) -> TLSConfiguration {
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
        return configuration
    }

    /// Whether a server at this host is for its own computer alone, and needs none.
    package static func isNeedless(at host: String) -> Bool {
        ["127.0.0.1", "::1", "localhost"].contains(host)
    }
}
