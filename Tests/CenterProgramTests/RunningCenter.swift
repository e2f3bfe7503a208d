import CenterClient
import CommandRuns
import Foundation
import HTTPAsking
import LicenseBinding
import Programs
import Testing

/// `keybound-center serve` as a process of its own, with a publisher in a temporary folder.
final class RunningCenter {
    let site: CommandSite
    private(set) var program: RunningProgram?
    private(set) var url = ""
    private let tls: [String]

    /// A publisher with one product, and no center that runs yet.
    init(overTLS: Bool = false) async throws {
        site = try await .trusting(at: Date())
        tls =
            overTLS
            ? ["--tls-cert", site.path("tls.pem"), "--tls-key", site.path("tls.key")] : []
        if overTLS { try await makeCertificate() }
        _ = try await center(["product", "add", "planner", "--name", "Planner"])
    }

    var log: String { site.path("center.log") }

    /// A certificate for this computer, which is its own root.
    private func makeCertificate() async throws {
        let made = try await Program("/usr/bin/openssl").run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", site.path("tls.key"), "-out", site.path("tls.pem"), "-days", "2", "-subj",
            "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
        ])
        try #require(made.code == 0, "\(made.errors)")
    }

    private var environment: [String: String] {
        ["PATH": "/usr/bin:/bin", "KEYBOUND_CENTER_HOME": site.path("home")]
    }

    /// Runs a command of the publisher.
    @discardableResult
    func center(_ arguments: [String]) async throws -> Program.Result {
        try await Program.built("keybound-center", environment: environment, in: site.folder)
            .run(arguments)
    }

    func start(_ options: [String] = [], port: Int = 0) async throws {
        let program = try await Program.built("keybound-center", environment: environment)
            .start(["serve", "--listen", "127.0.0.1:\(port)"] + tls + options, errorsTo: log)
        let line = try #require(await program.line())
        url = String(line.drop { $0 != "h" })
        self.program = program
    }

    var port: Int { url.split(separator: ":").last.flatMap { Int($0) } ?? 0 }

    func kill() async throws {
        program?.send(SIGKILL)
        _ = try await program?.wait()
    }

    /// A kit, and its PINs by workplace and position.
    func kit(_ workplaces: Int = 1, _ options: [String] = []) async throws -> SoldKit {
        let file = site.path("pins-\(UInt32.random(in: 0 ... .max)).csv")
        let made = try await center(
            ["kit", "create", "--product", "planner", "--workplaces", "\(workplaces)"]
                + ["--csv", file] + options)
        try #require(made.code == 0, "\(made.errors)")
        return SoldKit(try String(contentsOfFile: file, encoding: .utf8))
    }

    func connection() throws -> CenterConnection {
        try CenterConnection(to: #require(ServerAddress(url)), trusting: nil) { _, _ in }
    }
}

/// The sheet of a kit as its owner has it.
struct SoldKit: Sendable {
    let registration: String
    private let pins: [String: String]

    init(_ csv: String) {
        let rows = csv.split(whereSeparator: \.isNewline).dropFirst()
            .map { $0.split(separator: ",").map(String.init) }
        registration = rows.first?[0] ?? ""
        pins = Dictionary(uniqueKeysWithValues: rows.map { ("\($0[1]) \($0[2])", $0[3]) })
    }

    func pin(_ position: String = "main", workplace: Int = 1) -> String {
        pins["\(workplace) \(position)"] ?? ""
    }

    var all: [String] { Array(pins.values) }
}
