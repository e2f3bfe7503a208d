import CommandRuns
import Foundation
import HardwareKeys
import Programs
import SeatAllocation
import SeatServer
import SimulatedBus
import SimulatedDevices
import SimulatedKeys
import SimulatedRuntime
import TestRings
import Testing

/// The sessions that the README shows, run line by line with the built programs.
@Suite(.simulatedBus, .timeLimit(.minutes(5))) struct ReadmeTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The section whose keys are simulated FIDO2 keys; those of the others are on a simulated bus.
    private static let proving = "Keys that prove themselves"

    /// The section whose key is a HASP.
    private static let told = "HASP and Sentinel keys"

    /// A command of the README and what it says there.
    private struct Step {
        let section: String
        let command: String
        var output = ""
    }

    private static func steps() throws -> [Step] {
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        return readme.matches(of: /(?s)```console\n(.*?)```/).flatMap { match in
            let before = readme[..<match.range.lowerBound]
            let section = before.split(separator: "\n").last { $0.hasPrefix("## ") } ?? ""
            var steps: [Step] = []
            for line in match.1.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            {
                if line.hasPrefix("$ ") {
                    steps.append(
                        Step(
                            section: String(section.dropFirst(3)),
                            command: String(line.dropFirst(2))))
                } else if !steps.isEmpty {
                    steps[steps.count - 1].output += line + "\n"
                }
            }
            return steps
        }
    }

    /// What differs from run to run: license IDs, thumbprints, times and counters.
    private static func common(_ text: String) -> String {
        text.replacing(/[\w-]{43}/, with: "THUMBPRINT").replacing(/[0-9a-z]{20}/, with: "ID")
            .replacing(/\d{4}-\d\d-\d\dT[\d:]{8}Z/, with: "TIME")
            .replacing(/(time|counter) {4,}\d+/) { "\($0.1) NUMBER" }
    }

    private func run(
        _ words: [String], in site: CommandSite, proving: Bool = false
    ) async throws -> String {
        let program = proving && words[0] == "keybound" ? "keybound-simulated" : words[0]
        let environment = ProcessInfo.processInfo.environment.merging([
            "KEYBOUND_STATE_DIR": site.path(".local/state/keybound"),
            "KEYBOUND_CENTER_HOME": site.path("publisher"),
            "KEYBOUND_SIMULATED_KEYS": site.path("plugged"),
            "KEYBOUND_SENTINEL": site.path(CommandSite.sentinels),
        ]) { $1 }
        return try await Program.built(program, environment: environment, in: site.folder)
            .run(Array(words.dropFirst())).output
            .replacingOccurrences(of: site.folder, with: "~")
    }

    @Test func `every command of the README says what stands there`() async throws {
        try await SimulatedBus.exclusively { bus in
            let plug = bus.plug(.licenseKey(serial: "30A1B2C3", port: "1-4.2"))
            let site = try CommandSite()
            try FileManager.default.createDirectory(
                atPath: site.path("plugged"), withIntermediateDirectories: true)
            try site.write("", to: "plugged/key")
            try site.write(
                SimulatedMaker().pem + "\n" + SimulatedMaker(name: "Other Keys").pem,
                to: "makers.pem")
            let runtime = try SimulatedRuntime(.serves(.new, [.key(978_493_417)]))
            defer { runtime.stop() }
            try site.write(
                #"{"format": "keybound sentinel 1", "runtime": {"port": \#(runtime.port)}}"#,
                to: CommandSite.sentinels)
            var (id, key, section) = ("", "", "")
            let steps = try Self.steps()
            #expect(steps.count >= 17)
            #expect(steps.count { $0.section == Self.proving } >= 7)
            for step in steps {
                if step.section != section, step.section == Self.told { bus.plug(.hasp()) }
                section = step.section
                var words = step.command.split(separator: " ").map(String.init)
                if step.command.contains("--state-dir other-computer") {
                    bus.unplug(plug)
                    let other = ["--state-dir", "other-computer"]
                    _ = try await run(
                        ["keybound", "publisher", "add", "publisher/publisher.jwk"] + other,
                        in: site)
                    _ = try await run(
                        ["keybound", "license", "install", "planner.lic"] + other, in: site)
                }
                if let place = words.firstIndex(where: { $0.wholeMatch(of: /[0-9a-z]{20}/) != nil })
                {
                    words[place] = id
                }
                if let place = words.firstIndex(where: { $0.hasPrefix("fido2:") }) {
                    words[place] = key
                }
                let output = try await run(words, in: site, proving: step.section == Self.proving)
                #expect(Self.common(output) == Self.common(step.output), "\(step.command)")
                if id.isEmpty, let issued = output.firstMatch(of: /^[0-9a-z]{20}/) {
                    id = String(issued.0)
                }
                if let enrolled = output.firstMatch(of: /fido2:[\w-]{43}/) {
                    key = String(enrolled.0)
                }
            }
        }
    }

    @Test func `the commands that need another computer are taken as they stand there`()
        async throws
    {
        let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        let commands = readme.matches(of: /(?s)```sh\n(.*?)```/).flatMap { block in
            block.1.replacing("\\\n", with: " ").split(separator: "\n")
                .filter { $0.hasPrefix("keybound") }
        }
        #expect(commands.count >= 8)
        let site = try CommandSite()
        let folder = URL(filePath: Program.pathOfBuilt("keybound")).deletingLastPathComponent()
        for command in commands {
            // With the quotation marks of the shell, and without its comments.
            let line = "cd \(site.folder); exec \(command)"
            let environment = [
                "PATH": folder.path + ":/usr/bin:/bin",
                "KEYBOUND_CENTER_HOME": site.path("publisher"),
                "KEYBOUND_STATE_DIR": site.path("state"),
            ]
            let result = try await Program("/bin/sh", environment: environment)
                .run(["-c", line])
            // Where there is no center and no key here it ends with 1; what is no command with 64.
            let isWhole =
                command.hasPrefix("keybound-center")
                && !command.contains(#/ (serve|process|phone|--seat-server) /#)
            let codes = isWhole ? 0...0 : 0...63 as ClosedRange<Int32>
            #expect(codes.contains(result.code), "\(command): \(result.errors)")
        }
    }

    @Test func `the settings that the README shows are read`() throws {
        let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        let block = try #require(readme.firstMatch(of: /(?s)```json\n(.*?)```/)).1
        let settings = try SentinelSettings(parsing: Array(block.utf8))
        #expect(settings.account == "hasplm")
        #expect(settings.library != nil)
    }

    @Test func `the rules and settings of seats that the README shows are read`() async throws {
        let readme = try String(
            contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        let blocks = readme.matches(of: /(?s)```yaml\n(.*?)```/).map { String($0.1) }
        let rules = try #require(blocks.first { $0.contains("pools:") })
        #expect(try !SeatRules(yaml: rules).pools.isEmpty)
        let settings = try #require(blocks.first { $0.contains("listen:") })
        let site = try CommandSite()
        try site.write(settings, to: "keybound.yaml")
        let checked = await site.keybound("config", "check", site.path("keybound.yaml"))
        // The certificate alone is not there.
        #expect(checked.diagnostics.contains("/etc/keybound/server.pem"))
    }

    @Test func `commands and files that the README names are there`() throws {
        let readme = try String(
            contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        let makefile = try String(
            contentsOf: Self.root.appending(path: "Makefile"), encoding: .utf8)
        for goal in readme.matches(of: /make (run|test|bench)/).map({ String($0.1) }) {
            #expect(makefile.contains("\n\(goal):"))
        }
        let rules = Self.root.appending(path: "udev-rules/70-keybound.rules").path
        #expect(readme.contains("udev-rules/70-keybound.rules"))
        #expect(FileManager.default.fileExists(atPath: rules))
    }
}
