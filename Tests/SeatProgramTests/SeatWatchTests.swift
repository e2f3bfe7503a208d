import CommandRuns
import Foundation
import LicenseBinding
import PlainHTTP
import Programs
import SeatProtocol
import Testing

/// What a seat server shows to those who watch it.
@Suite(.timeLimit(.minutes(5)))
struct SeatWatchTests {
    /// The samples of `/metrics`, each as it stands before its value.
    private func metrics(of seats: RunningSeats) async throws -> [String: Int] {
        let answer = try await seats.call("GET", SeatPath.metrics)
        var samples: [String: Int] = [:]
        var types: Set<Substring> = []
        for line in String(decoding: answer.body, as: UTF8.self).split(separator: "\n") {
            if let type = line.firstMatch(of: /^# TYPE (\w+) (gauge|counter)$/) {
                types.insert(type.1)
            } else if !line.hasPrefix("# HELP ") {
                let sample = try #require(
                    line.wholeMatch(of: /(([a-z_]+)(?:\{[^{}]*\})?) (-?\d+)/), "\(line)")
                #expect(types.contains(sample.2), "\(line) has no type")
                samples[String(sample.1)] = Int(sample.3)
            }
        }
        return samples
    }

    @Test func `metrics count seats, claims and refusals`() async throws {
        let seats = try await RunningSeats(seats: 3, ["--feature", "export=1"])
        try await seats.start()
        let hands = try [("ann", 1), ("ann", 2), ("bob", 3)].map { try SeatHand(user: $0.0) }
        for hand in hands { #expect(try await hand.claim(at: seats).status == 201) }
        let late = try SeatHand(user: "cem")
        #expect(try await late.claim(at: seats).code == "SEATS_FULL")
        #expect(try await late.claim(at: seats, waits: true).status == 202)
        for _ in 0..<2 { #expect(try await !hands[0].renew(at: seats).has("refusal")) }
        let pool = "{license=\"\(seats.license)\",product=\"planner\"}"
        let feature = "{feature=\"export\",license=\"\(seats.license)\",product=\"planner\"}"
        var found = try await metrics(of: seats)
        for (sample, value) in [
            ("keybound_feature_issued" + pool, 3), ("keybound_feature_issued" + feature, 1),
            ("keybound_feature_used" + pool, 3), ("keybound_feature_used" + feature, 0),
            ("keybound_feature_used_users" + pool, 2), ("keybound_feature_queued" + pool, 1),
            ("keybound_key_present{license=\"\(seats.license)\"}", 1), ("keybound_leases", 3),
            ("keybound_claims_granted_total", 3), ("keybound_renewals_total", 2),
            ("keybound_refused_total{code=\"SEATS_FULL\"}", 1), ("keybound_releases_total", 0),
        ] {
            #expect(found[sample] == value, "\(sample)")
        }
        #expect(try await hands[0].release(at: seats).status == 204)
        #expect(try await hands[1].release(at: seats).status == 204)
        found = try await metrics(of: seats)
        #expect(found["keybound_feature_used" + pool] == 1)
        #expect(found["keybound_releases_total"] == 2)
    }

    @Test func `events tell of seats and of the key as they come and go`() async throws {
        let seats = try await RunningSeats(seats: 3)
        try await seats.start()
        let listener = try await Program("/usr/bin/curl").start([
            "-sN", "http://127.0.0.1:\(seats.port)\(SeatPath.events)",
        ])
        defer { listener.send(SIGKILL) }
        func next(_ name: String) async throws -> Claims {
            while let line = await listener.line() {
                guard line == "event: \(name)" else { continue }
                let data = try #require(await listener.line())
                #expect(data.hasPrefix("data: "))
                return try Claims(parsing: Array(data.utf8.dropFirst(6)))
            }
            throw CancellationError()
        }
        _ = try await next("listening")
        let ann = try SeatHand(user: "ann")
        #expect(try await ann.claim(at: seats).status == 201)
        let claimed = try await next("seats")
        #expect(try claimed.text("change") == "claimed")
        #expect(try claimed.text("lease") == ann.lease.description)
        #expect(try claimed.text("user") == "ann")
        #expect(!claimed.has("secretHash"))
        #expect(try await ann.release(at: seats).status == 204)
        let ended = try await next("seats")
        #expect(try ended.text("change") == "ended")
        #expect(try ended.text("lease") == ann.lease.description)
        try seats.pull()
        var key = try await next("key")
        #expect(try key.bool("granting") == false)
        #expect(try key.text("obstacle") == "KEY_ABSENT")
        try seats.plugInAgain()
        repeat { key = try await next("key") } while try key.bool("granting") == false
        #expect(try key.text("license") == seats.license)
    }
}
