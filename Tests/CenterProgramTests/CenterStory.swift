import CommandRuns
import Foundation
import LicenseBinding
import Programs
import Testing

/// A center, and computers whose commands ask it.
struct CenterStory {
    let running: RunningCenter
    private var site: CommandSite { running.site }

    init(overTLS: Bool = false) async throws {
        running = try await RunningCenter(overTLS: overTLS)
        try FileManager.default.createDirectory(
            atPath: running.site.path("plugged"), withIntermediateDirectories: true)
        try running.site.write("", to: "plugged/key")
        try running.site.write(
            #"{"name": "OOO Romashka", "country": "Russia"}"#, to: "licensee.json")
    }

    private func environment(of computer: String) -> [String: String] {
        [
            "PATH": "/usr/bin:/bin", "KEYBOUND_STATE_DIR": site.path(computer),
            "KEYBOUND_SIMULATED_KEYS": site.path("plugged"), "TERM": "xterm", "LANG": "C.UTF-8",
        ]
    }

    /// A command at a terminal, where a person types each answer once its question stands there.
    func atTerminal(
        _ arguments: [String], _ script: [(question: String, typed: String)],
        on computer: String = "state"
    ) async throws -> (code: Int, text: String) {
        try await dialog(
            "keybound-simulated", arguments, script, environment(of: computer))
    }

    /// The same at the publisher's.
    func atCenter(
        _ arguments: [String], _ script: [(question: String, typed: String)]
    ) async throws -> (code: Int, text: String) {
        try await dialog(
            "keybound-center", arguments, script,
            [
                "PATH": "/usr/bin:/bin", "KEYBOUND_CENTER_HOME": site.path("home"),
                "TERM": "xterm", "LANG": "C.UTF-8",
            ])
    }

    private func dialog(
        _ program: String, _ arguments: [String], _ script: [(question: String, typed: String)],
        _ environment: [String: String]
    ) async throws -> (code: Int, text: String) {
        let helper = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "dialog.py").path
        let json = JSONValue.array(
            script.map { .array([.string($0.question), .string($0.typed)]) })
        let result = try await Program("/usr/bin/python3", environment: environment)
            .run([helper, json.compact, Program.pathOfBuilt(program)] + arguments)
        let said = try JSONScanner.value(of: Array(result.output.utf8))
        guard case .integer(let status)? = said["status"], case .integer(let typed)? = said["typed"]
        else { return (-1, result.output + result.errors) }
        let text = said["shown"]?.text ?? ""
        #expect(typed == script.count, "\(text)")
        return (Int(status), text)
    }

    /// A command of a computer, which is known by its store.
    func keybound(
        _ arguments: [String], on computer: String = "state"
    ) async throws -> (code: Int32, json: JSONValue?, text: String) {
        let result = try await Program.built(
            "keybound-simulated", environment: environment(of: computer)
        ).run(arguments)
        return (
            result.code, try? JSONScanner.value(of: Array(result.output.utf8)),
            result.output + result.errors
        )
    }

    var center: [String] {
        ["--center", running.url, "--center-ca", site.path("tls.pem"), "--json"]
    }

    func pinFile(_ pin: String) throws -> String {
        try site.write(pin + "\n", to: "pin.txt")
        return site.path("pin.txt")
    }

    func activate(
        _ kit: SoldKit, _ pin: String, bind: String, on computer: String = "state",
        _ operation: [String] = ["first-run"]
    ) async throws -> (code: Int32, json: JSONValue?, text: String) {
        try await keybound(
            ["license", "activate", "--registration", kit.registration]
                + ["--pin-file", pinFile(pin), "--licensee-file", site.path("licensee.json")]
                + ["--bind", bind, "--operation"] + operation + center, on: computer)
    }

    func trust(on computer: String) async throws {
        #expect(
            try await keybound(
                ["publisher", "add", site.path("home/publisher.jwk")], on: computer
            ).code == 0)
    }

    func enrolled() async throws -> String {
        let enrolled = try await keybound(["keys", "enroll", "--json"]).json
        return try #require(enrolled?["id"]?.text)
    }
}
