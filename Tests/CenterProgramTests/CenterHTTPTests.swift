import CenterClient
import CenterProtocol
import CommandRuns
import Foundation
import LicenseBinding
import Programs
import TestPublisher
import Testing

/// The center as whoever speaks HTTP sees it.
@Suite(.timeLimit(.minutes(5)))
struct CenterHTTPTests {
    private func curl(_ arguments: [String]) async throws -> (status: String, body: String) {
        let result = try await Program("/usr/bin/curl").run(
            ["--silent", "--show-error", "--write-out", "\n%{http_code}"] + arguments)
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        return (String(lines.last ?? ""), lines.dropLast().joined(separator: "\n"))
    }

    private func activation(_ kit: SoldKit) throws -> String {
        let request = JSONObject([
            "requestID": "0123456789abcdef012345", "registration": .string(kit.registration),
            "computer": "accounting-1", "operation": "first-run", "pin": .string(kit.pin()),
            "licensee": .object(JSONObject(["name": "Example Institute"])),
            "binding": .object(
                JSONObject([
                    "mode": "key", "keys": .array([.object(JSONObject(["id": "hasp:5"]))]),
                ])),
        ])
        return JSONValue.object(request).compact
    }

    private func wrong(_ kit: SoldKit) -> String {
        var generator = SystemRandomNumberGenerator()
        let pin = PIN(.standard, using: &generator).printed
        return #"{"registration": "\#(kit.registration)", "pin": "\#(pin)"}"#
    }

    @Test func `it answers as its document says, whatever is asked`() async throws {
        let running = try await RunningCenter()
        let kit = try await running.kit(3000)
        let added = try await running.center([
            "operator", "add", "head", "--role", "admin", "--json",
        ])
        let token = try #require(
            try JSONScanner.value(of: Array(added.output.utf8))["token"]?.text)
        try await running.start()
        let python = try #require(ProcessInfo.processInfo.environment["KEYBOUND_TEST_PYTHON"])
        // Else nobody would ever guess a PIN, and only refusals were looked at.
        try running.site.write(
            """
            import itertools, os, secrets, schemathesis
            pins = itertools.cycle(open("pins").read().split())

            @schemathesis.hook
            def before_call(context, case, kwargs):
                if not case.meta.generation.mode.is_positive or not isinstance(case.body, dict):
                    return
                body = case.body
                known = {
                    "registration": os.environ["REGISTRATION"], "pin": next(pins),
                    "requestID": secrets.token_hex(16), "licensee": {"name": "Example Institute"},
                    "binding": {"mode": "key", "keys": [{"id": "hasp:5"}]},
                }
                if case.operation.path == "/v1/activations":
                    known["operation"] = "first-run"
                    body.pop("unchanged", None)
                for name in known.keys() & body.keys():
                    body[name] = known[name]
            """, to: "hooks.py")
        try running.site.write(
            (1...3000).map { kit.pin(workplace: $0) }.joined(separator: "\n"), to: "pins")
        let environment = ProcessInfo.processInfo.environment.merging([
            "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": running.site.folder,
            "REGISTRATION": kit.registration,
        ]) { $1 }
        let result = try await Program(
            URL(filePath: python).path, environment: environment, in: running.site.folder
        ).run([
            "-m", "schemathesis.cli", "run", running.url + CenterPath.document, "--url",
            running.url, "--checks", "all", "--exclude-checks", "positive_data_acceptance",
            "--max-examples", "60", "--seed", "1", "--no-color", "--header",
            "Authorization: Bearer " + token,
        ])
        #expect(result.code == 0, "\(result.output.suffix(3000))")
        let shown = try await running.center(["kit", "show", kit.registration, "--json"])
        let licenses = try JSONScanner.value(of: Array(shown.output.utf8))["licenses"]
        #expect(licenses?.elements.isEmpty == false, "\(result.output.suffix(3000))")
    }

    @Test func `ten thousand wrong PINs have the budget, and the owner gets in meanwhile`()
        async throws
    {
        let running = try await RunningCenter()
        let kit = try await running.kit()
        try await running.start()
        let start = ContinuousClock.now
        // From 250 addresses of the loopback network, eight requests at once.
        let guesser = try await Program("/usr/bin/python3").start([
            "-uc",
            """
            import collections, http.client, itertools, json, random, sys, threading
            port, registration = int(sys.argv[1]), sys.argv[2]
            counts, lock, told = collections.Counter(), threading.Lock(), []

            def pin():
                digits, rest = [random.randrange(10) for _ in range(14)], 10
                for digit in digits:  # ISO 7064 MOD 11,10
                    rest = (rest + digit) % 10 or 10
                    rest = rest * 2 % 11
                return "".join(map(str, digits + [(11 - rest) % 10]))

            def guess(share):
                lines = [http.client.HTTPConnection(
                    "127.0.0.1", port, source_address=(f"127.0.7.{n}", 0)) for n in share]
                for line in itertools.islice(itertools.cycle(lines), 1250):
                    line.request("POST", "/v1/pin-queries",
                                 json.dumps({"registration": registration, "pin": pin()}))
                    answer = line.getresponse()
                    answer.read()
                    with lock:
                        counts[answer.status] += 1
                        if sum(counts.values()) == 1000:
                            print("begun")

            threads = [threading.Thread(target=guess, args=(range(1 + n, 251, 8),))
                       for n in range(8)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
            print(json.dumps(counts))
            """, "\(running.port)", kit.registration,
        ])
        #expect(await guesser.line() == "begun")
        let right = #"{"registration": "\#(kit.registration)", "pin": "\#(kit.pin())"}"#
        let owner = try await curl([
            "--interface", "127.0.2.1", "--data", right, running.url + CenterPath.pinQueries,
        ])
        #expect(owner.status == "200", "\(owner.body)")
        let line = try #require(await guesser.line())
        let seconds = Int((ContinuousClock.now - start) / .seconds(1)) + 1
        let counts = try JSONScanner.value(of: Array(line.utf8))
        guard case .integer(let tried)? = counts["403"], case .integer(let slowed)? = counts["429"]
        else {
            Issue.record("\(line)")
            return
        }
        #expect(tried + slowed == 10_000)
        // The first one of each address, a hundred more at once, and ten a second.
        #expect(tried <= 250 + 100 + 10 * Int64(seconds), "\(tried) in \(seconds) s")
    }

    @Test func `behind a proxy each site has its own address, which nobody else can claim`()
        async throws
    {
        let running = try await RunningCenter()
        let kit = try await running.kit()
        try await running.start(["--behind-proxy"])
        let url = running.url + CenterPath.pinQueries
        // What the site itself wrote there stands before what the proxy adds.
        for forwarded in ["192.0.2.1", "192.0.2.3, 192.0.2.2", "2001:db8:1:2:3:4:5:6"] {
            _ = try await curl([
                "--header", "X-Forwarded-For: " + forwarded, "--data", wrong(kit), url,
            ])
        }
        let log = try String(contentsOfFile: running.log, encoding: .utf8)
        let addresses = log.split(whereSeparator: \.isWhitespace)
            .filter { $0.hasPrefix("address=") }
        #expect(
            addresses == [
                "address=192.0.2.1", "address=192.0.2.2", "address=32:1:13:184:0:1:0:2",
            ])
        let open = try await running.center(["serve", "--listen", "0.0.0.0:0", "--behind-proxy"])
        #expect(open.code == 1)
        #expect(open.errors.contains("--behind-proxy"))
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
        try await running.start()
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
        let asked = try await curl([
            "--data", try activation(kit), running.url + CenterPath.activations,
        ])
        #expect(asked.status == "503")
        #expect(asked.body.contains("STORAGE_LOCKED"))
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
