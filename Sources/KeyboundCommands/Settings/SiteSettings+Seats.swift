import CommandLineFront
import FileSystem
import Foundation
import HTTPAsking
import KeyAgent
import HTTPListening
import LicenseBinding
import SeatAllocation
import SeatClient
import SeatServer
import VerdictText

extension SiteSettings {
    /// The settings as the seat server takes them.
    /// - Parameter key: the server's own.
    func seats(_ key: any SigningKey) throws(CommandFailure) -> SeatServerSettings {
        let agent = try agent()
        return SeatServerSettings(
            store: agent.store, detector: agent.detector, key: key, rules: try rules(),
            place: try place())
    }

    /// The seat servers that this computer asks.
    func servers() throws(CommandFailure) -> [ServerAddress] {
        try optional(.servers) { text in
            let words = text.split { $0 == " " || $0 == "," }
            let servers = words.compactMap { ServerAddress(String($0)) }
            return servers.count == words.count ? servers : nil
        } ?? []
    }

    func serverRoots() throws(CommandFailure) -> String? { try optional(.serverRoots, absolute) }

    /// Finds out what is wrong with what the seat server is to do.
    func checkSeats() throws(CommandFailure) {
        _ = try rules()
        _ = try place()
        _ = try servers()
        _ = try serverRoots()
    }

    /// Who may take which seats: everybody, where there is no file.
    private func rules() throws(CommandFailure) -> SeatRules {
        let path = try required(.rules, absolute)
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try NamedFile.read(path, atMost: SeatRules.limit)
        } catch {
            guard !isNamed(.rules), error.isAbsence else { throw CommandFailure(error.text) }
            return SeatRules()
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure("\(path): expected UTF-8")
        }
        do throws(RulesDefect) {
            return try SeatRules(yaml: text)
        } catch {
            throw CommandFailure("\(path):\(error.line): \(error.text)")
        }
    }

    private func place() throws(CommandFailure) -> SeatServerSettings.Place? {
        guard let address = try optional(.listen, { NetworkAddress($0) }) else { return nil }
        let certificate = try optional(.tlsCertificate, absolute)
        let privateKey = try optional(.tlsKey, absolute)
        guard (certificate == nil) == (privateKey == nil) else {
            throw CommandFailure("expected both tls-certificate and tls-key, or neither")
        }
        let clientRoots = try optional(.clientRoots, absolute)
        do throws(SeatServerSettings.Place.Defect) {
            return try SeatServerSettings.Place(
                host: address.host, port: address.port, certificate: certificate,
                privateKey: privateKey, clientRoots: clientRoots)
        } catch {
            throw CommandFailure(error.text)
        }
    }
}

extension SeatServerSettings.Place.Defect {
    fileprivate var text: String {
        switch self {
        case .plainBeyondLoopback(let host):
            "listen: beyond this computer, at \(host), seats are given over TLS alone: set tls-certificate "
                + "and tls-key, or listen at 127.0.0.1"
        case .files(.certificate(path: let path)):
            "tls-certificate: \(path) holds no certificate in PEM"
        case .files(.privateKey(path: let path)): "tls-key: \(path) holds no private key in PEM"
        case .clientRoots(let path): "client-roots: \(path) holds no certificate in PEM"
        }
    }
}
