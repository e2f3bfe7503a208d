import CommandRuns
import Foundation
import LicenseBinding
import PlainHTTP
import Programs
import SeatProtocol
import Testing

/// The seat server over HTTP.
@Suite(.timeLimit(.minutes(5)))
struct SeatHTTPTests {
    @Test func `N seats and N + 5 clients: N have one, and 5 are told that all are taken`()
        async throws
    {
        let seats = try await RunningSeats(seats: 7)
        try await seats.start()
        let hands = try (0..<12).map { try SeatHand(user: "user-\($0)") }
        let answers = try await withThrowingTaskGroup { tasks in
            for hand in hands { tasks.addTask { try await hand.claim(at: seats) } }
            return try await tasks.reduce(into: [HTTPAnswer]()) { $0.append($1) }
        }
        #expect(answers.count { $0.status == 201 } == 7)
        let refused = answers.filter { $0.status == 409 }
        #expect(refused.count == 5)
        #expect(refused.allSatisfy { $0.code == "SEATS_FULL" })
        #expect(try await seats.leases().count == 7)
        let pool = try #require(try await seats.claims(SeatPath.pools).list("pools")?.first)
        #expect(try pool.integer("used", in: 0...100) == 7)
        #expect(try pool.integer("seats", in: 0...100) == 7)
    }

    @Test func `who waits has a place, and the seat once it is free`() async throws {
        let seats = try await RunningSeats(seats: 1)
        try await seats.start()
        let (ann, bob, cem) = (
            try SeatHand(user: "ann"), try SeatHand(user: "bob"), try SeatHand(user: "cem")
        )
        #expect(try await ann.claim(at: seats).status == 201)
        for (hand, place) in [(bob, 1), (cem, 2)] {
            let answer = try await hand.claim(at: seats, waits: true)
            #expect(answer.status == 202)
            #expect(try answer.claims.integer("place", in: 1...9) == Int64(place))
        }
        #expect(try await ann.release(at: seats).status == 204)
        #expect(try await cem.claim(at: seats, waits: true).status == 202)
        #expect(try await bob.claim(at: seats, waits: true).status == 201)
    }

    @Test func `the same claim again is the same seat, and another's lease is nobody else's`()
        async throws
    {
        let seats = try await RunningSeats(seats: 3)
        try await seats.start()
        let ann = try SeatHand(user: "ann")
        #expect(try await ann.claim(at: seats).status == 201)
        #expect(try await ann.claim(at: seats).status == 200)
        #expect(try await seats.leases().count == 1)
        // The list shows the lease, and not its secret.
        let shown = try #require(try await seats.leases().first)
        #expect(try shown.text("lease") == ann.lease.description)
        let thief = SeatHand(lease: ann.lease, secret: [UInt8](repeating: 9, count: 32), of: ann)
        let stolen = try await thief.claim(at: seats)
        #expect(stolen.status == 403)
        #expect(stolen.code == "SEAT_DENIED")
        #expect(try await thief.release(at: seats).code == "SEAT_DENIED")
        let renewed = try await thief.renew(at: seats)
        #expect(try renewed.claims("refusal")?.text("code") == "SEAT_DENIED")
        #expect(try await seats.leases().count == 1)
        // Nor is it another user's, who knows the secret.
        let other = SeatRequest(
            lease: ann.lease, secretHash: SeatSecret.hash(ann.secret), nonce: ann.nonce,
            product: RunningSeats.product, feature: nil, user: "bob", host: "pc-1", session: "")
        #expect(try await seats.call("POST", SeatPath.leases, other.json).code == "SEAT_DENIED")
        #expect(try await ann.release(at: seats).status == 204)
        // An answer that was lost is asked for again.
        #expect(try await ann.release(at: seats).status == 204)
        let ended = try await ann.renew(at: seats)
        #expect(try ended.claims("refusal")?.text("code") == "SEAT_DENIED")
    }

    @Test func `a product or feature without seats is denied with the reason`() async throws {
        let seats = try await RunningSeats(
            seats: 1, ["--feature", "export=1", "--feature", "print"])
        try await seats.start()
        func claim(_ product: String, _ feature: String?) async throws -> HTTPAnswer {
            let hand = try SeatHand()
            let asked = SeatRequest(
                lease: hand.lease, secretHash: SeatSecret.hash(hand.secret), nonce: hand.nonce,
                product: product, feature: feature, user: "ann", host: "pc-1", session: "")
            return try await seats.call("POST", SeatPath.leases, asked.json)
        }
        #expect(try await claim("other", nil).code == "SEAT_DENIED")
        #expect(try await claim("planner", "fly").code == "SEAT_DENIED")
        // A feature with seats of its own has its own pool.
        #expect(try await claim("planner", "export").status == 201)
        #expect(try await claim("planner", "export").code == "SEATS_FULL")
        // One without is a use of the product.
        #expect(try await claim("planner", "print").status == 201)
        #expect(try await claim("planner", nil).code == "SEATS_FULL")
        let denials = try await seats.succeed("seats", "denials", "--json")
        let told = try #require(try Claims(parsing: Array(denials.utf8)).list("denials"))
        #expect(
            try told.map { try $0.text("code") } == [
                "SEAT_DENIED", "SEAT_DENIED", "SEATS_FULL", "SEATS_FULL",
            ])
        #expect(try told[1].text("reason").contains("fly"))
    }

    @Test func `when the key is pulled grants stop at once, and go on when it is back`()
        async throws
    {
        let seats = try await RunningSeats(seats: 3)
        try await seats.start()
        let ann = try SeatHand(user: "ann")
        #expect(try await ann.claim(at: seats).status == 201)
        try seats.pull()
        let end = ContinuousClock.now + .seconds(3)
        while try await SeatHand(user: "bob").claim(at: seats).code != "KEY_ABSENT" {
            try #require(ContinuousClock.now < end, "grants go on without the key")
        }
        let refused = try await SeatHand(user: "cem").claim(at: seats)
        #expect(refused.status == 503)
        let renewed = try await ann.renew(at: seats)
        #expect(try renewed.claims("refusal")?.text("code") == "KEY_ABSENT")
        #expect(try await seats.status("GET", SeatPath.readiness) == 503)
        let metrics = String(
            decoding: try await seats.call("GET", SeatPath.metrics).body, as: UTF8.self)
        #expect(metrics.contains("keybound_key_present{license=\"\(seats.license)\"} 0"))
        try seats.plugInAgain()
        while try await ann.renew(at: seats).has("refusal") {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(try await seats.status("GET", SeatPath.readiness) == 200)
        // Nobody has lost his seat.
        #expect(try await seats.leases().contains { try $0.text("lease") == ann.lease.description })
    }

    @Test
    func `the chain leads from the license to the key's word, and the nonce is in the next one`()
        async throws
    {
        let seats = try await RunningSeats(seats: 3)
        try await seats.start()
        let ann = try SeatHand(user: "ann")
        let receipt = try SeatReceipt(try await ann.claim(at: seats).claims)
        let chain = try SeatChainDocument(try await seats.call("GET", receipt.chain).claims)
        #expect(chain.delegation.content.license.description == seats.license)
        #expect(try await seats.status("GET", "\(SeatPath.leases)/\(ann.lease)/proof") == 404)
        // A key that comes back speaks anew.
        try seats.pull()
        try await Task.sleep(for: .milliseconds(200))
        try seats.plugInAgain()
        var answer: HTTPAnswer
        repeat {
            try await Task.sleep(for: .milliseconds(20))
            answer = try await seats.call("GET", "\(SeatPath.leases)/\(ann.lease)/proof")
        } while answer.status == 404
        let proof = try NonceProof(try answer.claims)
        #expect(proof.delegation.has(ann.nonce, by: proof.path))
        #expect(proof.delegation != chain.delegation)
        let other = try SeatHand()
        #expect(!proof.delegation.has(other.nonce, by: proof.path))
    }

    @Test func `rules are read anew with a thousand live seats, and none is dropped`() async throws
    {
        let seats = try await RunningSeats(seats: 1100)
        let rules = seats.site.path("rules.yaml")
        try seats.site.write("pools: []\n", to: "rules.yaml")
        try await seats.start(["--rules", rules])
        let hands = try (0..<1000).map { try SeatHand(user: "user-\($0)") }
        for some in stride(from: 0, to: 1000, by: 50) {
            try await withThrowingTaskGroup { tasks in
                for hand in hands[some..<some + 50] {
                    tasks.addTask {
                        let answer = try await hand.claim(at: seats)
                        #expect(answer.status == 201)
                    }
                }
                try await tasks.waitForAll()
            }
        }
        try seats.site.write(
            "groups:\n  nobody:\n    users: [nobody]\npools:\n  - product: planner\n    include: [nobody]\n",
            to: "rules.yaml")
        seats.program?.send(SIGHUP)
        while try await SeatHand(user: "late").claim(at: seats).code != "SEAT_DENIED" {
            try await Task.sleep(for: .milliseconds(20))
        }
        for hand in hands { #expect(try await !hand.renew(at: seats).has("refusal")) }
        // A file that is wrong changes nothing, and is told with its line.
        try seats.site.write("pools:\n  - produkt: planner\n", to: "rules.yaml")
        seats.program?.send(SIGHUP)
        while !seats.log.contains("rules.yaml:2") { try await Task.sleep(for: .milliseconds(20)) }
        #expect(try await hands[0].claim(at: seats).status == 200)
    }

    @Test func `a license that replaces another has its seats`() async throws {
        let seats = try await RunningSeats(seats: 1)
        try await seats.start()
        let ann = try SeatHand(user: "ann")
        #expect(try await ann.claim(at: seats).status == 201)
        let old = seats.license
        let rebound = await seats.site.center(
            "rebind", seats.site.path("planner.lic"), "--to-key",
            seats.site.path("key.json"), "-o", seats.site.path("new.lic"))
        try #require(rebound.code == 0, "\(rebound)")
        try await seats.succeed("license", "install", seats.site.path("new.lic"))
        seats.program?.send(SIGHUP)
        while try await seats.leases().first?.text("license") == old {
            try await Task.sleep(for: .milliseconds(20))
        }
        // The seat of before is one of the new license's.
        while try await SeatHand(user: "bob").claim(at: seats).code != "SEATS_FULL" {
            try await Task.sleep(for: .milliseconds(20))
        }
        while try await ann.renew(at: seats).has("refusal") {
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test func `what is no request is refused, and the others are served`() async throws {
        let seats = try await RunningSeats(seats: 3)
        try await seats.start()
        for (method, path, status) in [
            ("GET", "/v1/nothing", 404), ("PUT", "/v1/leases", 405), ("DELETE", "/v1/pools", 405),
            ("DELETE", "/v1/leases/x", 400), ("GET", "/v1/chain/x", 404),
            ("POST", "/v1/leases", 400), ("POST", "/v1/leases/renewals", 400),
            ("GET", "/v1/denials", 403), ("POST", "/v1/clients/codes", 403),
        ] {
            let answer = try await seats.call(method, path)
            #expect(answer.status == status, "\(method) \(path)")
            #expect(answer.code != nil, "\(method) \(path)")
        }
        let good = try SeatHand().request().json
        for (name, value) in [
            ("lease", JSONValue.string("x")), ("secretHash", "AAAA"), ("nonce", .integer(1)),
            ("product", .string("")), ("user", .string("a\nb")),
            ("host", .string(String(repeating: "h", count: 257))), ("user", .null),
        ] {
            var asked = good
            asked[name] = value
            #expect(
                try await seats.call("POST", SeatPath.leases, asked).code == "MALFORMED", "\(name)")
        }
        try seats.site.write(String(repeating: "x", count: 10 << 20), to: "big")
        let big = try await Program("/usr/bin/curl").run([
            "-s", "-o", "/dev/null", "-w", "%{http_code}", "--data-binary",
            "@" + seats.site.path("big"), "http://127.0.0.1:\(seats.port)\(SeatPath.leases)",
        ])
        #expect(big.output == "413")
        #expect(try await SeatHand().claim(at: seats).status == 201)
    }
}
