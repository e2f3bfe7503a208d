import CommandRuns
import Foundation
import LicenseBinding
import Testing

/// The program as a process of its own for each command, with simulated FIDO2 keys.
struct SimulatedProgramTests {
    private static let program = URL(filePath: CommandLine.arguments[0])
        .deletingLastPathComponent().appending(path: "keybound-simulated")

    private let site: CommandSite

    init() async throws {
        site = try await .trusting(at: Date())
        try FileManager.default.createDirectory(
            atPath: site.path("plugged"), withIntermediateDirectories: true)
    }

    private func keybound(_ arguments: String...) throws -> (code: Int32, json: JSONValue?) {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = arguments + ["--json"]
        process.environment = [
            "KEYBOUND_STATE_DIR": site.path("state"),
            "KEYBOUND_SIMULATED_KEYS": site.path("plugged"),
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, try? JSONScanner.value(of: Array(bytes)))
    }

    @Test func `a key enrolled by one process is proven to others, and missed when it is gone`()
        async throws
    {
        try site.write("", to: "plugged/key")
        #expect(try keybound("keys", "enroll", "-o", site.path("key.json")).code == 0)
        try await site.issue("key.lic", bind: "key:" + site.path("key.json"))
        #expect(try keybound("license", "install", site.path("key.lic")).code == 0)
        for _ in 1...2 { #expect(try keybound("license", "verify").code == 0) }
        let list = try keybound("keys", "list").json
        let id = try #require(list?["keys"]?[0]?["id"]?.text)
        let test = try keybound("keys", "test", id).json
        #expect(test?["proven"] == .bool(true))
        try FileManager.default.removeItem(atPath: site.path("plugged/key"))
        #expect(try keybound("license", "verify").code == 3)
    }
}
