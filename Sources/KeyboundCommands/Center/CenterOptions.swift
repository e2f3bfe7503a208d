import ArgumentParser
import CenterClient
import CenterProtocol
import CommandLineFront
import Glibc
import HTTPAsking
import VerdictText

/// Which licensing center a command asks.
struct CenterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The publisher's licensing center: https://HOST[:PORT], or http:// on this computer.",
            discussion: "Default: the one that was asked last.", valueName: "url"),
        transform: { text in
            guard let address = ServerAddress(text) else {
                throw ValidationError(
                    "\(text) is no center's address; expected https://HOST[:PORT], or http:// with "
                        + "127.0.0.1")
            }
            return address
        })
    var center: ServerAddress?

    @Option(
        help: ArgumentHelp(
            "Roots that the center's certificate may be by, PEM; by default those of the system.",
            valueName: "file"))
    var centerCa: String?

    /// The computer's name, as the center shows it to people.
    static var computer: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "unnamed" }
        let name = String(
            decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return name.isEmpty ? "unnamed" : name
    }
}

extension CenterError {
    func text(at address: ServerAddress) -> String {
        switch self {
        case .root(let path): "\(path) holds no certificate in PEM that can be read"
        case .unreachable(let words):
            "no center answers at \(address): \(words.printable). Nothing is lost: the same command asks "
                + "again, and gets what it would have got"
        case .untrusted(let words):
            "what answers at \(address) is not trusted: \(words.printable). If its certificate is by a root "
                + "of your own: --center-ca FILE"
        case .malformed(let status, let defect):
            "what answers at \(address) is no licensing center: status \(status)"
                + (defect.map { ": \($0.text)" } ?? "")
        case .refused(let problem): problem.detail.printable
        }
    }
}
