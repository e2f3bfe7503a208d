import CommandRuns
import Foundation
import LicenseBinding
import Programs
import PythonScripts
import SimulatedKeys
import Testing

/// The program as a process of its own for each command, with simulated FIDO2 keys.
struct SimulatedProgramTests {
    private let site: CommandSite

    init() async throws {
        site = try await .trusting(at: Date())
        try FileManager.default.createDirectory(
            atPath: site.path("plugged"), withIntermediateDirectories: true)
    }

    private var environment: [String: String] {
        [
            "KEYBOUND_STATE_DIR": site.path("state"),
            "KEYBOUND_SIMULATED_KEYS": site.path("plugged"),
        ]
    }

    private func keybound(
        _ arguments: String...
    ) async throws -> (code: Int32, json: JSONValue?) {
        let result = try await Program.built("keybound-simulated", environment: environment)
            .run(arguments + ["--json"])
        return (result.code, try? JSONScanner.value(of: Array(result.output.utf8)))
    }

    @Test func `a key enrolled by one process is proven to others, and missed when it is gone`()
        async throws
    {
        try site.write("", to: "plugged/key")
        #expect(try await keybound("keys", "enroll", "-o", site.path("key.json")).code == 0)
        try await site.issue("key.lic", bind: "key:" + site.path("key.json"))
        #expect(try await keybound("license", "install", site.path("key.lic")).code == 0)
        for _ in 1...2 { #expect(try await keybound("license", "verify").code == 0) }
        let list = try await keybound("keys", "list").json
        let id = try #require(list?["keys"]?[0]?["id"]?.text)
        let test = try await keybound("keys", "test", id).json
        #expect(test?["proven"] == .bool(true))
        try FileManager.default.removeItem(atPath: site.path("plugged/key"))
        #expect(try await keybound("license", "verify").code == 3)
    }

    /// The program at a terminal, where a key with the PIN `1234` is plugged in.
    private func enroll(typing typed: String) async throws -> JSONValue {
        let key = SimulatedKey()
        key.set(pin: "1234")
        key.set { $0.alwaysVerifies = true }
        try site.write(JSONValue.object(key.json).compact, to: "plugged/key")
        let answer = try await PythonScript("at_terminal.py").run(
            [typed, Program.pathOfBuilt("keybound-simulated"), "keys", "enroll"],
            environment: environment)
        return try JSONScanner.value(of: Array(answer.output.utf8))
    }

    @Test(arguments: ["1234\\n", "12x\\x7f34\\r", "99\\x151234\\n", "12\\x1a34\\n"])
    func `a PIN that is typed at a terminal is taken, and never shown`(_ typed: String) async throws
    {
        let result = try await enroll(typing: typed)
        #expect(result["status"] == .integer(0), "\(result)")
        #expect(result["shown"]?.text?.contains("is enrolled as fido2:") == true)
        // What comes then has numbers of its own.
        let shown = try #require(
            result["shown"]?.text?.components(separatedBy: "is enrolled").first)
        #expect(!["1234", "12x", "991"].contains { shown.contains($0) }, "\(shown)")
        #expect(result["echoes"] == .bool(true))
    }

    @Test func `Control-C at the question ends the program, and leaves the terminal as it was`()
        async throws
    {
        let result = try await enroll(typing: "12\\x03")
        #expect(result["status"] == .integer(-2), "\(result)")
        #expect(result["echoes"] == .bool(true))
        let ended = try await enroll(typing: "\\x04")
        #expect(ended["status"] == .integer(1))
        #expect(ended["shown"]?.text?.contains("this is not the key's PIN") == true)
    }
}
