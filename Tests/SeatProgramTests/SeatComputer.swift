import CommandRuns
import Foundation
import Programs
import Testing

/// Another computer, which has no key.
final class SeatComputer: Sendable {
    let folder: String
    let server: RunningSeats
    let daemon: RunningProgram

    init(of server: RunningSeats, settings: String) async throws {
        folder = server.site.path("computer-\(UInt32.random(in: 0 ... .max))")
        self.server = server
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try Data(settings.utf8).write(to: URL(filePath: folder + "/keybound.yaml"))
        let program = Program.built("keybound-simulated", environment: Self.environment(folder))
        daemon = try await program.start(
            ["serve", "--config", folder + "/keybound.yaml"], errorsTo: folder + "/log")
        let trusted = try await program.run(
            ["publisher", "add", server.site.path("home/publisher.jwk")])
        try #require(trusted.code == 0)
        while !FileManager.default.fileExists(atPath: folder + "/agent.sock") {
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    deinit { daemon.send(SIGKILL) }

    static func environment(_ folder: String) -> [String: String] {
        [
            "PATH": "/usr/bin:/bin", "KEYBOUND_STATE_DIR": folder + "/state",
            "KEYBOUND_SIMULATED_KEYS": folder + "/plugged",
            "KEYBOUND_SOCKET": folder + "/agent.sock",
        ]
    }

    /// A program with a seat that runs until ``end(_:)``.
    func runs(_ name: String, _ options: String...) async throws -> Program.Result {
        let wait = """
            touch \(folder)/\(name).began; while [ ! -e \(folder)/\(name).ends ]; do sleep 0.05; done
            """
        return try await program.run(
            ["run", "--product", RunningSeats.product] + options + ["--", "/bin/sh", "-c", wait])
    }

    func waitUntilBegun(_ name: String) async throws {
        while !FileManager.default.fileExists(atPath: "\(folder)/\(name).began") {
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    func end(_ name: String) throws {
        try Data().write(to: URL(filePath: "\(folder)/\(name).ends"))
    }

    var program: Program {
        .built("keybound-simulated", environment: Self.environment(folder))
    }

    func keybound(_ arguments: String..., input: String? = nil) async throws -> Program.Result {
        guard let input else { return try await program.run(arguments) }
        try Data(input.utf8).write(to: URL(filePath: folder + "/input"))
        let words = [Program.pathOfBuilt("keybound-simulated")] + arguments
        return try await Program("/bin/sh", environment: Self.environment(folder)).run([
            "-c", words.joined(separator: " ") + " < " + folder + "/input",
        ])
    }
}
