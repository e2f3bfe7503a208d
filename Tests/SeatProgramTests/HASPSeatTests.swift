import CommandRuns
import Foundation
import LicenseBinding
import PlainHTTP
import Programs
import SeatProtocol
import Testing

/// Seats by a key that shows an ID and signs nothing: of the one server that the license names.
@Suite(.timeLimit(.minutes(5)))
struct HASPSeatTests {
    private static let key = "key:hasp:\(RunningSeats.haspNumber)"

    /// Issues and installs a license for the HASP key.
    /// - Returns: its ID.
    @discardableResult
    private func install(
        _ seats: RunningSeats, _ name: String, _ options: [String] = []
    ) async throws -> String {
        try await seats.site.issue(name, bind: Self.key, ["--seats", "1"] + options)
        let installed = try await seats.succeed(
            "license", "install", seats.site.path(name), "--json")
        seats.program?.send(SIGHUP)
        let claims = try Claims(parsing: Array(installed.utf8))
        return try claims.required("license", claims.claims("license")).text("id")
    }

    /// A server with a license that names it.
    /// - Parameter other: the number of another key.
    private func served(beside other: String? = nil) async throws -> RunningSeats {
        let seats = try await RunningSeats()
        if let other { try seats.plugInHASP(102, beside: [other]) }
        try seats.site.write(
            "pools:\n  - product: planner\n    borrow: {most: 1, longest: 3d}\n", to: "rules.yaml")
        try await seats.start(["--rules", seats.site.path("rules.yaml")], status: 503)
        let named = try await seats.succeed("seats", "server", "--json")
        try seats.site.write(named, to: "server.json")
        let license = try await install(
            seats, "named.lic", ["--seat-server", seats.site.path("server.json")])
        try await wait(for: 200, at: seats)
        let server = try Claims(parsing: Array(named.utf8))
        let shown = try await seats.succeed("license", "show", license)
        #expect(try shown.contains(server.required("jwk", server.claims("jwk")).text("kid")))
        return seats
    }

    private func wait(for status: Int, at seats: RunningSeats) async throws {
        let end = ContinuousClock.now + .seconds(30)
        while try await seats.status("GET", SeatPath.readiness) != status {
            try #require(.now < end, "\(seats.log)")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test func `a license that names no server has no seats, and it is told what to do`()
        async throws
    {
        let seats = try await RunningSeats()
        try await seats.start(status: 503)
        try await install(seats, "unnamed.lic")
        let end = ContinuousClock.now + .seconds(20)
        while try await seats.call("GET", SeatPath.readiness).claims
            .strings("reasons")?.first?.contains("names no seat server") != true
        {
            try #require(.now < end)
            try await Task.sleep(for: .milliseconds(20))
        }
        let refused = try await SeatHand().claim(at: seats)
        #expect(refused.status == 403)
        #expect(refused.code == "SEAT_DENIED")
        #expect(try refused.claims.text("detail").contains("keybound seats server"))
    }

    @Test func `programs of other computers have seats of the server that the license names`()
        async throws
    {
        let seats = try await served()
        let computer = try await SeatComputer(
            of: seats, settings: "servers: http://127.0.0.1:\(seats.port)\n")
        async let first = computer.runs("first", "--json")
        try await seats.waitUntilHeld(1)
        let second = try await computer.keybound("run", "--product", "planner", "--", "/bin/true")
        #expect(second.code == 3)
        try computer.end("first")
        let ended = try await first
        #expect(ended.code == 0, "\(ended)")
        #expect(ended.errors.contains(#""route":"seat""#))
        let pool = try #require(try await seats.claims(SeatPath.pools).list("pools")?.first)
        #expect(try pool.text("assurance") == "identified")
        try await seats.waitUntilHeld(0)
        // A seat that goes along is the server's word, too.
        let borrowed = try await computer.keybound(
            "seats", "borrow", "--product", "planner", "--until", "1d")
        #expect(borrowed.code == 0, "\(borrowed)")
        // Another computer has the license too, and does not take itself for its server.
        let other = try await SeatComputer(
            of: seats, settings: "servers: http://127.0.0.1:\(seats.port)\n")
        let installed = try await other.keybound(
            "license", "install", seats.site.path("named.lic"))
        #expect(installed.code == 0)
        other.daemon.send(SIGHUP)
        while try await !other.keybound("seats", "list").output.contains("SEAT_DENIED") {
            try await Task.sleep(for: .milliseconds(50))
        }
        try await seats.kill()
        let refused = try await other.keybound("run", "--product", "planner", "--", "/bin/true")
        #expect(refused.code == 3)
        #expect(!refused.errors.contains("another seat server"), "\(refused)")
        let alone = try await computer.keybound("run", "--product", "planner", "--", "/bin/true")
        #expect(alone.code == 0, "\(alone)")
    }

    @Test func `a key that is pulled ends all grants, and one that is back begins them`()
        async throws
    {
        let seats = try await served()
        try seats.pullHASP()
        try await wait(for: 503, at: seats)
        #expect(try await SeatHand().claim(at: seats).code == "KEY_ABSENT")
        try seats.plugInHASP()
        try await wait(for: 200, at: seats)
        #expect(try await SeatHand().claim(at: seats).status == 201)
        // A license whose seats are granted nowhere makes it no less ready.
        try await install(seats, "unnamed.lic")
        while try await seats.claims(SeatPath.pools).list("pools")?
            .contains(where: { try $0.string("obstacle") == "SEAT_DENIED" }) != true
        {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(try await seats.status("GET", SeatPath.readiness) == 200)
    }

    @Test func `of several keys nobody knows which is where, and it is noticed all the same`()
        async throws
    {
        let seats = try await served(beside: "5")
        // It is thought to be in the first port that there is, which is the other one by the second time.
        for _ in 0..<2 {
            try seats.pullHASP(leaving: ["5"])
            try await wait(for: 503, at: seats)
            try seats.plugInHASP(beside: ["5"])
            try await wait(for: 200, at: seats)
        }
    }

    @Test func `another server with the same key and the same license grants nothing`()
        async throws
    {
        let seats = try await served()
        try await seats.kill()
        // It makes itself another key.
        try FileManager.default.removeItem(atPath: seats.site.path("state/agent/seat-server.key"))
        try await seats.start(status: 503)
        let refused = try await SeatHand().claim(at: seats)
        #expect(refused.code == "SEAT_DENIED")
        #expect(try refused.claims.text("detail").contains("names another seat server"))
    }

    @Test func `a license that is activated on its server names it`() async throws {
        let seats = try await RunningSeats()
        try await seats.start(status: 503)
        let center = Program.built(
            "keybound-center",
            environment: ["PATH": "/usr/bin:/bin", "KEYBOUND_CENTER_HOME": seats.site.path("home")])
        for arguments in [
            ["product", "add", "planner", "--name", "Planner"],
            [
                "kit", "create", "--product", "planner", "--workplaces", "1", "--seats", "1",
                "--csv",
                seats.site.path("kit.csv"),
            ],
        ] {
            let made = try await center.run(arguments)
            try #require(made.code == 0, "\(made)")
        }
        let row = try #require(
            try String(contentsOfFile: seats.site.path("kit.csv"), encoding: .utf8)
                .split(whereSeparator: \.isNewline).dropFirst().first)
        let columns = row.split(separator: ",").map(String.init)
        try seats.site.write(columns[3] + "\n", to: "pin.txt")
        try seats.site.write(#"{"name": "Example Institute"}"#, to: "licensee.json")
        try await seats.succeed("publisher", "add", seats.site.path("home/publisher.jwk"))
        try await seats.succeed(
            "license", "request", "--operation", "first-run", "--registration", columns[0],
            "--pin-file", seats.site.path("pin.txt"), "--licensee-file",
            seats.site.path("licensee.json"), "--bind", Self.key, "-o",
            seats.site.path("request.json"))
        let processed = try await center.run([
            "process", seats.site.path("request.json"), "-o", seats.site.path("answer.json"),
        ])
        try #require(processed.code == 0, "\(processed)")
        let told = try await seats.succeed("license", "respond", seats.site.path("answer.json"))
        let named = try await seats.succeed("seats", "server", "--json")
        let server = try VerifyingKey(document: Claims(parsing: Array(named.utf8)))
        #expect(told.contains("seats are those of the seat server \(server.thumbprint)"), "\(told)")
        seats.program?.send(SIGHUP)
        try await wait(for: 200, at: seats)
        #expect(try await SeatHand().claim(at: seats).status == 201)
    }
}
