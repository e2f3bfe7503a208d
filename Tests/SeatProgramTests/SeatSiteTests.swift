import CommandRuns
import Foundation
import LicenseBinding
import PlainHTTP
import Programs
import SeatProtocol
import SystemThreads
import Testing

/// A server and another computer: its daemon, its programs, and seats that go along.
@Suite(.timeLimit(.minutes(5)))
struct SeatSiteTests {
    private func site(seats: Int, rules: String = "") async throws -> (RunningSeats, SeatComputer) {
        let server = try await RunningSeats(seats: seats)
        try server.site.write(rules, to: "rules.yaml")
        try await server.start(["--rules", server.site.path("rules.yaml")])
        let computer = try await SeatComputer(
            of: server, settings: "servers: http://127.0.0.1:\(server.port)\n")
        return (server, computer)
    }

    @Test func `a program runs on a seat that it has verified, and gives it back at its end`()
        async throws
    {
        let (server, computer) = try await site(seats: 1)
        async let first = computer.runs("first", "--json")
        try await server.waitUntilHeld(1)
        let lease = try #require(try await server.leases().first)
        #expect(try lease.text("user") == NSUserName())
        // It is the one seat that there is.
        let second = try await computer.keybound(
            "run", "--product", "planner", "--", "/bin/true")
        #expect(second.code == 3)
        #expect(second.errors.contains("All seats of the network are taken."))
        try computer.end("first")
        let ended = try await first
        #expect(ended.code == 0)
        #expect(ended.errors.contains(#""route":"seat""#))
        try await server.waitUntilHeld(0)
        // One that waits gets it.
        async let holder = computer.runs("holder")
        try await server.waitUntilHeld(1)
        async let waiting = computer.keybound(
            "run", "--product", "planner", "--wait", "--", "/bin/echo", "ran")
        while try await server.claims(SeatPath.pools).list("pools")?.first?.integer(
            "waiting", in: 0...9) != 1
        {
            try await Task.sleep(for: .milliseconds(20))
        }
        try computer.end("holder")
        let waited = try await waiting
        #expect(waited.code == 0)
        #expect(waited.output.contains("ran"))
        #expect(waited.errors.contains("number 1 of those who wait"))
        #expect(try await holder.code == 0)
    }

    @Test func `the seat of a program that was killed is free at once`() async throws {
        let (server, computer) = try await site(seats: 1)
        let program = try await computer.program.start([
            "run", "--product", "planner", "--", "/bin/sleep", "60",
        ])
        try await server.waitUntilHeld(1)
        program.send(SIGKILL)
        _ = try await program.wait()
        // Long before its lease would have ended.
        try await server.waitUntilHeld(0)
    }

    @Test func `without its server a program runs on, and one that starts is told why not`()
        async throws
    {
        let (server, computer) = try await site(seats: 2)
        async let running = computer.runs("running")
        try await computer.waitUntilBegun("running")
        try await server.kill()
        let late = try await computer.keybound("run", "--product", "planner", "--", "/bin/true")
        #expect(late.code == 3)
        #expect(late.errors.contains("No seat server can be reached."))
        try computer.end("running")
        let ended = try await running
        #expect(ended.code == 0, "\(ended)")
    }

    @Test func `a seat goes along without the network, and comes back early`() async throws {
        let (server, computer) = try await site(
            seats: 1, rules: "pools:\n  - product: planner\n    borrow: {most: 1, longest: 3d}\n")
        let tooLong = try await computer.keybound(
            "seats", "borrow", "--product", "planner", "--until", "4d")
        #expect(tooLong.code == 3)
        #expect(tooLong.output.contains("at most 3 days"))
        try await server.waitUntilHeld(0)
        let borrowed = try await computer.keybound(
            "seats", "borrow", "--product", "planner", "--until", "3d", "--json")
        try #require(borrowed.code == 0, "\(borrowed)")
        let lease = try Claims(parsing: Array(borrowed.output.utf8)).text("lease")
        #expect(try await SeatHand().claim(at: server).code == "SEATS_FULL")
        // Nobody is there but the file.
        try await server.kill()
        computer.daemon.send(SIGKILL)
        _ = try await computer.daemon.wait()
        let alone = try await computer.keybound(
            "run", "--product", "planner", "--json", "--", "/bin/echo", "away")
        #expect(alone.code == 0, "\(alone)")
        #expect(alone.output == "away\n")
        // Somebody else's computer cannot use it: its secret is in the file, and its owner alone reads that.
        let file = computer.folder + "/state/seats/\(lease).json"
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        // One that was changed convinces nobody.
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let payload = try #require(text.firstMatch(of: /"payload": "([^"]+)"/)?.1)
        let decoded = String(decoding: Base64URL.decode(String(payload)) ?? [], as: UTF8.self)
        let longer = decoded.replacing(/"until":\d+/, with: "\"until\":4000000000")
        try text.replacing(payload, with: Base64URL.encode(longer.utf8)).write(
            toFile: file, atomically: true, encoding: .utf8)
        let forged = try await computer.keybound(
            "run", "--product", "planner", "--", "/bin/true")
        #expect(forged.code == 3)
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        // Back at the network the seat comes home before its time.
        try await server.start(["--rules", server.site.path("rules.yaml")])
        let back = try await SeatComputer(
            of: server, settings: "servers: http://127.0.0.1:\(server.port)\n")
        try FileManager.default.createDirectory(
            atPath: back.folder + "/state/seats", withIntermediateDirectories: true)
        try text.write(
            toFile: back.folder + "/state/seats/\(lease).json", atomically: true, encoding: .utf8)
        let returned = try await back.keybound("seats", "return", lease)
        #expect(returned.code == 0, "\(returned)")
        #expect(try await SeatHand().claim(at: server).status == 201)
    }

    @Test func `a lost laptop is written off with a reason, and that is written down`() async throws
    {
        let (server, computer) = try await site(
            seats: 1, rules: "pools:\n  - borrow: {most: 1}\n")
        let borrowed = try await computer.keybound(
            "seats", "borrow", "--product", "planner", "--until", "3d", "--json")
        try #require(borrowed.code == 0, "\(borrowed)")
        let lease = try Claims(parsing: Array(borrowed.output.utf8)).text("lease")
        // Over the network nobody may do that.
        let foreign = try await server.call(
            "POST", "\(SeatPath.leases)/\(lease)/free", JSONObject(["reason": "mine"]))
        #expect(foreign.code == "NOT_ALLOWED")
        try await server.succeed("seats", "free", lease, "--reason", "lost in a train")
        #expect(try await SeatHand().claim(at: server).status == 201)
        try await server.kill()
        try await server.start()
        let told = try await server.succeed("seats", "denials", "--json")
        let entry = try #require(
            try Claims(parsing: Array(told.utf8)).list("writeOffs")?.first)
        #expect(try entry.text("reason") == "lost in a train")
        #expect(try entry.text("lease") == lease)
        #expect(try entry.bool("borrowed") == true)
        #expect(try entry.text("by").contains(NSUserName()))
    }

    @Test func `commands claim a seat, show who has it, and give it back`() async throws {
        let (server, computer) = try await site(seats: 2)
        let claimed = try await computer.keybound(
            "seats", "claim", "--product", "planner", "--json")
        try #require(claimed.code == 0, "\(claimed)")
        let lease = try Claims(parsing: Array(claimed.output.utf8)).text("lease")
        let who = try await computer.keybound("seats", "who")
        #expect(who.output.contains(lease))
        #expect(who.output.contains(NSUserName()))
        let list = try await computer.keybound("seats", "list")
        #expect(list.output.contains("planner"))
        #expect(list.output.firstMatch(of: /\b1 +2 +session\b/) != nil, "\(list.output)")
        #expect(try await computer.keybound("seats", "release", lease).code == 0)
        try await server.waitUntilHeld(0)
        let again = try await computer.keybound("seats", "release", lease)
        #expect(again.code == 1)
        #expect(again.errors.contains("there is no seat"))
    }

    @Test func `beyond this computer it takes TLS and a code, which lets one computer in once`()
        async throws
    {
        let server = try await RunningSeats(seats: 1)
        let plain = try await server.keybound(["serve", "--listen", "0.0.0.0:0"])
        #expect(plain.code == 1)
        #expect(plain.errors.contains("over TLS alone"))
        let made = try await Program("/usr/bin/openssl").run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", server.site.path("tls.key"), "-out", server.site.path("tls.pem"), "-days",
            "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
        ])
        try #require(made.code == 0)
        try server.site.write(
            "listen: 0.0.0.0:0\ntls-certificate: \(server.site.path("tls.pem"))\n"
                + "tls-key: \(server.site.path("tls.key"))\n", to: "server.yaml")
        let daemon = try await Program.built("keybound-simulated", environment: server.environment)
            .start(
                ["serve", "--config", server.site.path("server.yaml")],
                errorsTo: server.site.path("tls.log"))
        defer { daemon.send(SIGKILL) }
        var port = ""
        while port.isEmpty {
            try await Task.sleep(for: .milliseconds(20))
            let log =
                (try? String(contentsOfFile: server.site.path("tls.log"), encoding: .utf8)) ?? ""
            port = log.firstMatch(of: /port=(\d+)/).map { String($0.1) } ?? ""
        }
        let url = "https://127.0.0.1:\(port)"
        let curl = ["-s", "--cacert", server.site.path("tls.pem")]
        let stranger = try await Program("/usr/bin/curl").run(curl + [url + SeatPath.leases])
        #expect(stranger.output.contains("CLIENT_UNKNOWN"))
        let health = try await Program("/usr/bin/curl").run(curl + [url + SeatPath.health])
        #expect(health.output.contains("ok"))
        let computer = try await SeatComputer(
            of: server, settings: "server-roots: \(server.site.path("tls.pem"))\n")
        let code = try await server.succeed("client", "code").split(separator: "\n").first ?? ""
        let wrong = try await computer.keybound("client", "enroll", url, input: "AAAAA-AAAAA\n")
        #expect(wrong.code == 3)
        let enrolled = try await computer.keybound("client", "enroll", url, input: "\(code)\n")
        #expect(enrolled.code == 0, "\(enrolled)")
        let twice = try await computer.keybound("client", "enroll", url, input: "\(code)\n")
        #expect(twice.code == 3)
        let ran = try await computer.keybound("run", "--product", "planner", "--", "/bin/true")
        #expect(ran.code == 0, "\(ran)")
        let name = try await server.succeed("client", "list").split(separator: "\n").last ?? ""
        let host = String(name.split(separator: " ").first ?? "")
        try await server.succeed("client", "remove", host)
        let out = try await computer.keybound("run", "--product", "planner", "--", "/bin/true")
        #expect(out.code == 3)
    }
}
