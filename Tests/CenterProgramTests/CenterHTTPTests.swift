import CenterClient
import CenterProtocol
import CommandRuns
import Foundation
import LicenseBinding
import Programs
import TestPublisher
import Testing

/// The center as whoever speaks HTTP sees it.
@Suite(.timeLimit(.minutes(3)))
struct CenterHTTPTests {
    private func curl(_ arguments: [String]) async throws -> (status: String, body: String) {
        let result = try await Program("/usr/bin/curl").run(
            ["--silent", "--show-error", "--write-out", "\n%{http_code}"] + arguments)
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        return (String(lines.last ?? ""), lines.dropLast().joined(separator: "\n"))
    }

    private func wrong(_ kit: SoldKit) -> String {
        var generator = SystemRandomNumberGenerator()
        let pin = PIN(.standard, using: &generator).printed
        return #"{"registration": "\#(kit.registration)", "pin": "\#(pin)"}"#
    }

    @Test func `it answers as its document says, whatever is asked`() async throws {
        let running = try await RunningCenter()
        try await running.start()
        let python = try #require(ProcessInfo.processInfo.environment["KEYBOUND_TEST_PYTHON"])
        let result = try await Program(URL(filePath: python).path, in: running.site.folder).run([
            "-m", "schemathesis.cli", "run", running.url + CenterPath.document, "--url",
            running.url, "--checks", "all", "--exclude-checks", "positive_data_acceptance",
            "--max-examples", "60", "--seed", "1", "--no-color",
        ])
        #expect(result.code == 0, "\(result.output.suffix(3000))")
    }

    @Test func `who guesses is slowed, and the owner at his own address is not`() async throws {
        let running = try await RunningCenter()
        let kit = try await running.kit()
        try await running.start()
        let url = running.url + CenterPath.pinQueries
        let first = try await curl(["--data", wrong(kit), url])
        #expect(first.status == "403")
        #expect(first.body.contains("PIN_UNKNOWN"))
        let second = try await curl(["--include", "--data", wrong(kit), url])
        #expect(second.status == "429")
        #expect(second.body.lowercased().contains("retry-after:"))
        // Each address of the loopback network is another guesser.
        let statuses = try await withThrowingTaskGroup { tasks in
            for number in 0..<40 {
                tasks.addTask {
                    try await curl([
                        "--interface", "127.0.1.\(number)", "--data", wrong(kit), url,
                    ]).status
                }
            }
            return try await tasks.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(statuses).isSubset(of: ["403", "429"]))
        let right = #"{"registration": "\#(kit.registration)", "pin": "\#(kit.pin())"}"#
        let owner = try await curl(["--interface", "127.0.2.1", "--data", right, url])
        #expect(owner.status == "200", "\(owner.body)")
    }

    @Test func `a PIN that exists and one that does not get the same answer`() async throws {
        let running = try await RunningCenter()
        let (one, two) = (try await running.kit(), try await running.kit())
        try await running.start()
        let url = running.url + CenterPath.pinQueries
        let foreign = #"{"registration": "\#(one.registration)", "pin": "\#(two.pin())"}"#
        let answers = [
            try await curl(["--interface", "127.0.1.1", "--data", foreign, url]),
            try await curl(["--interface", "127.0.1.2", "--data", wrong(one), url]),
        ]
        #expect(answers[0].status == "403")
        #expect(answers[0] == answers[1])
    }

    @Test func `what is too large, malformed or by another method is told so`() async throws {
        let running = try await RunningCenter()
        try await running.start()
        let url = running.url + CenterPath.activations
        try running.site.write(String(repeating: "x", count: 600_000), to: "large")
        let large = try await curl(["--data-binary", "@" + running.site.path("large"), url])
        #expect(large.status == "413")
        let malformed = try await curl(["--data", "{}", url])
        #expect(malformed.status == "400")
        #expect(malformed.body.contains(#""code":"MALFORMED""#))
        let get = try await curl(["--include", url])
        #expect(get.status == "405")
        #expect(get.body.lowercased().contains("allow: post"))
    }

    @Test func `beyond this computer it listens with TLS alone`() async throws {
        let running = try await RunningCenter()
        let refused = try await running.center(["serve", "--listen", "0.0.0.0:0"])
        #expect(refused.code == 1)
        #expect(refused.errors.contains("--tls-cert"))
    }

    @Test func `a database that is locked, full or cannot be written changes nothing`()
        async throws
    {
        let running = try await RunningCenter()
        let kit = try await running.kit()
        let database = running.site.path("home/center.sqlite")
        let holder = try await Program("/usr/bin/python3").start([
            "-uc",
            """
            import sqlite3, sys, time
            held = sqlite3.connect(sys.argv[1], isolation_level=None)
            held.execute("BEGIN IMMEDIATE")
            print("held")
            time.sleep(60)
            """, database,
        ])
        #expect(await holder.line() == "held")
        let locked = try await running.center([
            "pin", "cancel", "--registration", kit.registration, "--workplace", "1", "--position",
            "main",
        ])
        #expect(locked.code == 1)
        #expect(locked.errors.contains("another process holds"), "\(locked.errors)")
        holder.send(SIGKILL)
        _ = try await holder.wait()
        let show = try await running.center(["kit", "show", kit.registration, "--json"])
        #expect(!show.output.contains("canceled"))
        #expect(try await running.center(["audit", "verify"]).code == 0)
    }

    @Test(arguments: [
        // Fifteen thousand PINs do not fit.
        (
            "mount -t tmpfs -o size=1m none small && cp home/* small", "small",
            "kit create --product planner --workplaces 5000 --csv more.csv", "is full"
        ),
        (
            "mount --bind home small && mount -o remount,bind,ro small", "small",
            "product add other --name Other", "cannot be"
        ),
    ])
    func `a disk that is full or cannot be written leaves all as it was`(
        mount: String, home: String, command: String, words: String
    ) async throws {
        let running = try await RunningCenter()
        _ = try await running.kit()
        let before = try await running.center(["audit", "list", "--json"]).output
        let program = Program.pathOfBuilt("keybound-center")
        let result = try await Program("/usr/bin/unshare", in: running.site.folder).run([
            "--mount", "sh", "-c",
            """
            mkdir -p small && \(mount) || exit 9
            chmod 600 small/*.key
            \(program) \(command) --home \(home) 2>errors
            echo "code $?"; cat errors >&2
            \(program) audit list --json --home \(home)
            \(program) audit verify --home \(home) >&2
            """,
        ])
        #expect(result.output.hasPrefix("code 1\n"), "\(result.output) \(result.errors)")
        #expect(result.errors.contains(words), "\(result.errors)")
        let after = result.output.dropFirst("code 1\n".count)
        // What cannot be opened at all cannot be listed either, and is looked at outside.
        #expect(after == before || after.contains("cannot be opened"))
        #expect(try await running.center(["audit", "list", "--json"]).output == before)
    }
}
