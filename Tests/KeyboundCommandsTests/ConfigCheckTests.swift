import CommandRuns
import LicenseBinding
import Testing

struct ConfigCheckTests {
    private let site: CommandSite

    init() throws {
        site = try CommandSite()
    }

    private func check(_ file: String) async throws -> CommandResult {
        try site.write(file, to: "keybound.yaml")
        return await site.keybound("config", "check", site.path("keybound.yaml"), "--json")
    }

    @Test func `settings are told with the place that they come from`() async throws {
        let result = try await check("debounce: 7s\nlog-level: warning\n")
        #expect(result.code == 0)
        let settings = result.json?["settings"]
        func setting(_ name: String) -> JSONValue? {
            (0..<8).lazy.compactMap { settings?[$0] }.first { $0["name"]?.text == name }
        }
        #expect(setting("debounce")?["value"] == "7s")
        #expect(setting("debounce")?["from"] == .string(site.path("keybound.yaml")))
        #expect(setting("renewal")?["value"] == "10m")
        #expect(setting("renewal")?["from"] == "the default")
        // The environment holds over the file.
        #expect(setting("state-dir")?["from"] == "KEYBOUND_STATE_DIR")
    }

    @Test(arguments: [
        ("socet: /run/x", "keybound.yaml:1: unknown setting socet; did you mean socket?"),
        ("# a comment\ncolor: red", "keybound.yaml:2: unknown setting color; those that are:"),
        ("debounce: 90s", "expected a duration from 0s to 60s, such as 5s, found 90s"),
        ("renewal: soon", "expected a duration from 10s to 10m, such as 10m, found soon"),
        ("debounce: [1]", "debounce: expected a duration"),
        ("socket: relative", "expected an absolute path of at most 103 bytes, found relative"),
        ("log-level: loud", "expected debug, info, warning or error, found loud"),
        ("group: no-such-group", "expected the name of a group of this computer"),
        ("debounce: 1s\ndebounce: 2s", "expected YAML"),
        ("- debounce", "expected settings, each as `name: value`"),
        ("{", "expected YAML"),
    ])
    func `what is wrong is refused by its name`(file: String, words: String) async throws {
        let result = try await check(file)
        #expect(result.code == 1)
        #expect(result.diagnostics.contains(words), "\(result.diagnostics)")
    }

    @Test func `an empty file is fine, and one that is named must be there`() async throws {
        #expect(try await check("").code == 0)
        #expect(try await check("# nothing\n").code == 0)
        #expect(await site.keybound("config", "check", site.path("none.yaml")).code == 1)
    }
}
