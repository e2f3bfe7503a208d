import CommandRuns
import Foundation
import LicenseBinding
import PythonScripts
import SimulatedKeys
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

    /// The program at a terminal, where a key with the PIN `1234` is plugged in.
    private func enroll(typing typed: String) throws -> JSONValue {
        let key = SimulatedKey()
        key.set(pin: "1234")
        key.set { $0.alwaysVerifies = true }
        try site.write(JSONValue.object(key.json).compact, to: "plugged/key")
        let answer = try PythonScript("at_terminal.py").run(
            [typed, Self.program.path, "keys", "enroll"],
            environment: [
                "KEYBOUND_STATE_DIR": site.path("state"),
                "KEYBOUND_SIMULATED_KEYS": site.path("plugged"),
            ])
        return try JSONScanner.value(of: Array(answer.output.utf8))
    }

    @Test(arguments: ["1234\\n", "12x\\x7f34\\r", "99\\x151234\\n", "12\\x1a34\\n"])
    func `a PIN that is typed at a terminal is taken, and never shown`(_ typed: String) throws {
        let result = try enroll(typing: typed)
        #expect(result["status"] == .integer(0), "\(result)")
        #expect(result["shown"]?.text?.contains("is enrolled as fido2:") == true)
        // What comes then has numbers of its own.
        let shown = try #require(
            result["shown"]?.text?.components(separatedBy: "is enrolled").first)
        #expect(!["1234", "12x", "991"].contains { shown.contains($0) }, "\(shown)")
        #expect(result["echoes"] == .bool(true))
    }

    @Test func `Control-C at the question ends the program, and leaves the terminal as it was`()
        throws
    {
        let result = try enroll(typing: "12\\x03")
        #expect(result["status"] == .integer(-2), "\(result)")
        #expect(result["echoes"] == .bool(true))
        let ended = try enroll(typing: "\\x04")
        #expect(ended["status"] == .integer(1))
        #expect(ended["shown"]?.text?.contains("this is not the key's PIN") == true)
    }
}
