import CommandRuns
import Foundation
import LicenseBinding
import PlainHTTP
import Programs
import SystemThreads
import Testing

/// The daemon as a process of its own, with a simulated key.
@Suite(.timeLimit(.minutes(5)))
struct ServeProgramTests {
    private let site: CommandSite

    init() async throws {
        site = try await .trusting(at: Date())
        try FileManager.default.createDirectory(
            atPath: site.path("plugged"), withIntermediateDirectories: true)
        try site.write("", to: "plugged/key")
    }

    private var socket: UnixSocketPath {
        get throws { try #require(UnixSocketPath(site.path("agent.sock"))) }
    }

    private var environment: [String: String] {
        [
            "PATH": "/usr/bin:/bin", "KEYBOUND_STATE_DIR": site.path("state"),
            "KEYBOUND_SIMULATED_KEYS": site.path("plugged"),
            "KEYBOUND_SOCKET": site.path("agent.sock"),
        ]
    }

    private var program: Program { .built("keybound-simulated", environment: environment) }

    private func keybound(_ arguments: String...) async throws -> (code: Int32, output: String) {
        let result = try await program.run(arguments)
        return (result.code, result.output + result.errors)
    }

    private func license() async throws {
        #expect(try await keybound("keys", "enroll", "-o", site.path("key.json")).code == 0)
        try await site.issue("key.lic", bind: "key:" + site.path("key.json"))
        #expect(try await keybound("license", "install", site.path("key.lic")).code == 0)
    }

    /// Does something while the daemon takes connections.
    private func serving(
        _ more: [String: String] = [:], _ body: (RunningProgram) async throws -> Void
    ) async throws {
        try site.write("debounce: 0s\n", to: "keybound.yaml")
        let daemon = try await Program.built(
            "keybound-simulated", environment: environment.merging(more) { $1 }
        ).start(["serve", "--config", site.path("keybound.yaml")])
        while (try? SocketConnection(to: socket, until: .now + .seconds(1))) == nil {
            try await Task.sleep(for: .milliseconds(10))
        }
        try await body(daemon)
        daemon.send(SIGKILL)
    }

    private func answer(to request: String, within limit: Duration = .seconds(20)) async throws
        -> HTTPAnswer
    {
        let socket = try socket
        return try await SystemThread.run {
            Result { () throws(ConnectionError) in
                try SocketConnection(to: socket, until: .now + limit)
                    .exchange(Array(request.utf8), atMost: 1 << 20)
            }
        }.get()
    }

    private func get(_ path: String) async throws -> JSONValue {
        let answer = try await answer(
            to: "GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return try JSONScanner.value(of: answer.body)
    }

    @Test func `a program is run as long as its license holds, and its exit code comes back`()
        async throws
    {
        try await license()
        try await serving { _ in
            #expect(
                try await keybound("run", "--product", "planner", "--", "sh", "-c", "exit 7").code
                    == 7)
            #expect(
                try await keybound("run", "--product", "planner", "--", "no-such-program").code
                    == 127)
            let refused = try await keybound("run", "--product", "other", "--", "echo", "started")
            #expect(refused.code == 3)
            #expect(!refused.output.contains("started"))
            #expect(refused.output.contains("a license for the product other"))
        }
    }

    @Test func `a signal goes to the program that is run`() async throws {
        try await license()
        try await serving { _ in
            let told = site.path("told")
            async let result = keybound(
                "run", "--product", "planner", "--", "sh", "-c",
                "trap 'exit 5' TERM; echo $PPID > \(told); while true; do sleep 0.05; done")
            var process: Int32?
            while process == nil {
                try await Task.sleep(for: .milliseconds(10))
                let text = try? String(contentsOfFile: told, encoding: .utf8)
                process = text.flatMap { Int32($0.dropLast()) }
            }
            kill(try #require(process), SIGTERM)
            #expect(try await result.code == 5)
        }
    }

    @Test func `it tells the verdicts, and its end is clean`() async throws {
        try await license()
        try await serving { daemon in
            var verdict: JSONValue?
            while verdict == nil {
                try await Task.sleep(for: .milliseconds(10))
                verdict = try await get("/v1/verdicts")["licenses"]?[0]?["verdict"]
            }
            #expect(verdict == "accepted")
            #expect(try await get("/healthz")["status"] == "ok")
            daemon.send(SIGTERM)
            #expect(try await daemon.wait() == 0)
            #expect(!FileManager.default.fileExists(atPath: site.path("agent.sock")))
        }
    }

    @Test func `only one daemon has a socket, whose mode is for its group alone`() async throws {
        try await serving { daemon in
            let attributes = try FileManager.default.attributesOfItem(
                atPath: site.path("agent.sock"))
            #expect(attributes[.posixPermissions] as? Int == 0o660)
            let second = try await keybound("serve", "--config", site.path("keybound.yaml"))
            #expect(second.code == 1)
            #expect(second.output.contains("another daemon listens at"))
        }
    }

    @Test func `a thousand idle connections, slow readers and large bodies hold nobody up`()
        async throws
    {
        try await license()
        try await serving { daemon in
            let before = try memory(of: daemon)
            var idle: [Int32] = []
            defer { for descriptor in idle { close(descriptor) } }
            for number in 0..<1000 {
                let descriptor = try await connected()
                // Some begin to listen to events, and never read one; some begin a request and go no further.
                let begun =
                    number % 3 == 0 ? "GET /v1/events HTTP/1.1\r\nHost: x\r\n\r\n" : "POST /v1"
                if number % 3 < 2 {
                    _ = send(descriptor, begun, begun.utf8.count, Int32(MSG_NOSIGNAL))
                }
                idle.append(descriptor)
            }
            for _ in 0..<20 {
                let large = try await answer(
                    to: "POST /v1/proofs HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n")
                #expect(large.status == 413)
            }
            for _ in 0..<5 { #expect(try await answerToLargeBody().contains("413")) }
            for _ in 0..<5 {
                #expect(try await keybound("run", "--product", "planner", "--", "true").code == 0)
            }
            #expect(try memory(of: daemon) - before < 64 * 1024, "KiB")
        }
    }

    /// Sends ten megabytes without having said how many they are.
    /// - Returns: what comes back.
    private func answerToLargeBody() async throws -> String {
        let descriptor = try await connected()
        defer { close(descriptor) }
        return await SystemThread.run {
            func wait(for event: Int32) -> Bool {
                var ready = pollfd(fd: descriptor, events: Int16(event), revents: 0)
                return poll(&ready, 1, 20_000) == 1
            }
            let head =
                "POST /v1/proofs HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            let chunk = "10000\r\n" + String(repeating: "x", count: 0x10000) + "\r\n"
            var rest = Array((head + String(repeating: chunk, count: 160)).utf8)[...]
            while !rest.isEmpty, wait(for: POLLOUT) {
                let count = rest.withUnsafeBytes {
                    send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                // It need not read to the end what it has refused.
                if count < 0, errno != EAGAIN { break }
                rest = rest.dropFirst(max(count, 0))
            }
            var buffer = [UInt8](repeating: 0, count: 4096)
            guard wait(for: POLLIN) else { return "" }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            return String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
        }
    }

    @Test func `a question that is none gets a problem, whatever it is`() async throws {
        try await serving { _ in
            for body in [
                "", "{", "[]", "{}", #"{"queries": []}"#, #"{"queries": [{"license": 7}]}"#,
            ] {
                let answer = try await answer(
                    to: "POST /v1/proofs HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
                #expect(answer.status == 400)
                #expect(try JSONScanner.value(of: answer.body)["code"] == "MALFORMED")
            }
            #expect(try await get("/no/such/path")["code"] == "NO_SUCH_PATH")
        }
    }

    @Test func `settings are read anew, and wrong ones leave those before`() async throws {
        try await serving { daemon in
            let listener = try await connected()
            defer { close(listener) }
            let request = "GET /v1/events HTTP/1.1\r\nHost: x\r\n\r\n"
            _ = send(listener, request, request.utf8.count, Int32(MSG_NOSIGNAL))
            _ = try await heard(by: listener, until: "listening")
            try site.write("debounce: 90s\n", to: "keybound.yaml")
            daemon.send(SIGHUP)
            // Another loop of the daemon has answered meanwhile.
            #expect(try await get("/healthz")["status"] == "ok")
            try site.write("debounce: 1s\n", to: "keybound.yaml")
            daemon.send(SIGHUP)
            let told = try await heard(by: listener, until: "following")
            #expect(told.components(separatedBy: "following").count == 2)
            #expect(daemon.isRunning)
        }
    }

    /// What comes over a connection until a word of it.
    private func heard(by descriptor: Int32, until word: String) async throws -> String {
        let text = await SystemThread.run { () -> String? in
            var text = ""
            var buffer = [UInt8](repeating: 0, count: 4096)
            while !text.contains(word) {
                var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                guard poll(&ready, 1, 20_000) == 1 else { return nil }
                let count = recv(descriptor, &buffer, buffer.count, 0)
                guard count > 0 else { return nil }
                text += String(decoding: buffer.prefix(count), as: UTF8.self)
            }
            return text
        }
        return try #require(text)
    }

    @Test func `the service manager hears when it is ready and when it stops`() async throws {
        let path = site.path("notify.sock")
        let manager = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(manager) }
        let bound = try #require(UnixSocketPath(path)).withSocketAddress { bind(manager, $0, $1) }
        #expect(bound == 0)
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(
            manager, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        func heard() async -> String {
            await SystemThread.run {
                var buffer = [UInt8](repeating: 0, count: 256)
                let count = recv(manager, &buffer, buffer.count, 0)
                return String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
            }
        }
        try await serving(["NOTIFY_SOCKET": path]) { daemon in
            #expect(await heard() == "READY=1")
            daemon.send(SIGHUP)
            #expect(await heard().hasPrefix("RELOADING=1\nMONOTONIC_USEC="))
            #expect(await heard() == "READY=1")
            daemon.send(SIGTERM)
            #expect(await heard() == "STOPPING=1")
        }
    }

    @Test func `it takes over the socket that the service manager has opened`() async throws {
        try await license()
        try site.write("debounce: 0s\n", to: "keybound.yaml")
        let daemon = try await Program(
            "/usr/bin/systemd-socket-activate", environment: environment
        ).start(
            ["-l", site.path("agent.sock")]
                + environment.flatMap { ["-E", "\($0)=\($1)"] }
                + [
                    Program.pathOfBuilt("keybound-simulated"), "serve", "--config",
                    site.path("keybound.yaml"),
                ])
        while !FileManager.default.fileExists(atPath: site.path("agent.sock")) {
            try await Task.sleep(for: .milliseconds(10))
        }
        // The first connection starts it.
        #expect(try await get("/healthz")["status"] == "ok")
        #expect(try await keybound("run", "--product", "planner", "--", "true").code == 0)
        // The socket is not its own, and stays for the next one.
        daemon.send(SIGTERM)
        #expect(try await daemon.wait() == 0)
        #expect(FileManager.default.fileExists(atPath: site.path("agent.sock")))
    }

    private func connected() async throws -> Int32 {
        while true {
            let (descriptor, failure) = try socket.connecting()
            if failure == 0 { return descriptor }
            close(descriptor)
            // The queue of those who wait to be accepted is full for a moment.
            try #require(failure == EAGAIN)
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    /// In KiB.
    private func memory(of daemon: RunningProgram) throws -> Int {
        let status = try String(
            contentsOfFile: "/proc/\(daemon.processIdentifier)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return try #require(line?.split(separator: " ").dropFirst().first.flatMap { Int($0) })
    }
}
