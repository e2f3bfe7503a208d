package import HTTPListening
package import HardwareKeys
package import LicenseBinding
package import LicenseStore
import NIOSSL
package import SeatAllocation

/// How a seat server works.
package struct SeatServerSettings: Sendable {
    /// Where else than on this computer's own socket it listens.
    package struct Place: Sendable {
        package enum Defect: Error, Hashable, Sendable {
            /// Beyond this computer seats are given over TLS alone.
            case plainBeyondLoopback(host: String)
            case files(ServerCertificate.Defect)
            case clientRoots(path: String)
        }

        let host: String
        let port: Int
        let tls: TLSConfiguration?
        /// Whether everybody who connects may take seats: on this computer alone.
        let isOpen: Bool

        /// - Parameters:
        ///   - certificate: a PEM file with the server's certificate and those between it and its root.
        ///   - clientRoots: a PEM file of the roots that certificates of clients are by; without one, clients show tokens.
        package init(
            host: String, port: Int, certificate: String?, privateKey: String?,
            clientRoots: String? = nil
        ) throws(Defect) {
            self.host = host
            self.port = port
            isOpen = ServerCertificate.isNeedless(at: host)
            guard let certificate, let privateKey else {
                guard isOpen else { throw .plainBeyondLoopback(host: host) }
                tls = nil
                return
            }
            var configuration: TLSConfiguration
            do throws(ServerCertificate.Defect) {
                configuration = try ServerCertificate.configuration(
                    certificate: certificate, privateKey: privateKey)
            } catch {
                throw .files(error)
            }
            if let clientRoots {
                do {
                    configuration.trustRoots = .certificates(
                        try NIOSSLCertificate.fromPEMFile(clientRoots))
                } catch {
                    throw .clientRoots(path: clientRoots)
                }
                // Who shows none may have a token.
                configuration.certificateVerification = .optionalVerification
            }
            tls = configuration
        }
    }

    package let store: LicenseStore
    package let detector: KeyDetector
    /// The server's own key, which signs grants.
    package let key: any SigningKey
    package let rules: SeatRules
    /// Nothing for this computer's socket alone.
    package let place: Place?

    package init(
        store: LicenseStore, detector: KeyDetector, key: any SigningKey, rules: SeatRules,
        place: Place?
    ) {
        self.store = store
        self.detector = detector
        self.key = key
        self.rules = rules
        self.place = place
    }

    /// How long a lease lasts.
    package static let leaseTime = Duration.seconds(90)
}
