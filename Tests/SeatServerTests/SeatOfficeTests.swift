import Foundation
import SeatAllocation
import SeatDatabase
import SeatProtocol
import Synchronization
import Testing

@testable import SeatServer

/// The ledger with a real database: what was answered outlives the server.
@Suite(.timeLimit(.minutes(5)))
struct SeatOfficeTests {
    private let claims = (1...9).map { OfficeSite.claim(UInt8($0)) }

    @Test func `what is answered was kept before`() async throws {
        let site = OfficeSite(seats: 2)
        let (office, _) = try await site.office()
        #expect(try await office.word(claims[0]) == "new")
        let other = try SeatDatabase(at: site.path)
        let kept = try await other.leases(at: site.now)
        #expect(kept.map(\.id) == [claims[0].lease])
        #expect(kept.first?.holder == claims[0].holder)
        #expect(kept.first?.claimed == 77)
        #expect(try await office.released(claims[0]))
        #expect(try await other.leases(at: site.now).isEmpty)
    }

    @Test func `an answer is made while what it tells is being kept`() async throws {
        let site = OfficeSite(seats: 2)
        let (office, storage) = try await site.office()
        let isBegun = try await office.claim([claims[0]]) { _ in
            let end = ContinuousClock.now + .seconds(60)
            while storage.commits.withLock(\.self) == 0, ContinuousClock.now < end {
                usleep(1000)
            }
            return storage.commits.withLock(\.self) > 0
        }
        #expect(isBegun)
        #expect(try await storage.leases(at: site.now).map(\.id) == [claims[0].lease])
    }

    @Test func `those who come together are kept together`() async throws {
        let site = OfficeSite(seats: 200)
        let (office, storage) = try await site.office()
        try await withThrowingTaskGroup { tasks in
            for number in UInt8(1)...200 {
                tasks.addTask { try await office.word(OfficeSite.claim(number)) }
            }
            for try await word in tasks { #expect(word == "new") }
        }
        #expect(storage.commits.withLock(\.self) < 150)
        #expect(try await storage.leases(at: site.now).count == 200)
    }

    @Test func `what cannot be kept is not granted, and nothing is granted twice after it`()
        async throws
    {
        let site = OfficeSite(seats: 2)
        let (office, storage) = try await site.office()
        #expect(try await office.word(claims[0]) == "new")
        storage.isBroken.withLock { $0 = true }
        await #expect(throws: OfficeSite.Storage.Failure.self) { try await office.word(claims[1]) }
        await #expect(throws: OfficeSite.Storage.Failure.self) {
            try await office.release(claims[0].lease, secretHash: claims[0].secretHash)
        }
        #expect(!office.isKeeping)
        await #expect(throws: OfficeSite.Storage.Failure.self) { try await office.word(claims[2]) }
        storage.isBroken.withLock { $0 = false }
        #expect(try await office.word(claims[1]) == "same")
        #expect(office.isKeeping)
        let kept = try await storage.leases(at: site.now).map(\.id)
        #expect(kept.count <= 2)
        #expect(kept.contains(claims[1].lease))
        // A server that dies now knows the same.
        let (next, _) = try await site.office()
        #expect(next.look { $0.used(OfficeSite.pool) } == kept.count)
    }

    @Test func `a client that comes back after a cut has its own seat, and never a second`()
        async throws
    {
        let site = OfficeSite(seats: 1)
        let (office, _) = try await site.office()
        #expect(try await office.word(claims[0]) == "new")
        // The network is away for less than lease and grace.
        site.pass(.seconds(200))
        #expect(try await office.word(claims[1]) == "full")
        #expect(try await office.word(claims[0]) == "same")
        // And for five minutes.
        site.pass(.seconds(300))
        #expect(try await !office.renewed(claims[0]))
        #expect(try await office.word(claims[0]) == "new")
        #expect(office.look { $0.used(OfficeSite.pool) } == 1)
        // A computer that is dead: the seat is free after the lease, its grace and the margin.
        site.pass(.seconds(90) + OfficeSite.grace + SeatLedger.margin - .seconds(1))
        #expect(try await office.word(claims[1]) == "full")
        site.pass(.seconds(1))
        #expect(try await office.word(claims[1]) == "new")
    }

    @Test func `a seat that expired and is another's is lost, also over a restart`() async throws {
        let site = OfficeSite(seats: 1)
        let (office, _) = try await site.office()
        #expect(try await office.word(claims[0]) == "new")
        site.pass(.seconds(300))
        // Before any cleaner ran.
        #expect(try await office.word(claims[1]) == "new")
        let (next, _) = try await site.office()
        #expect(try await !next.renewed(claims[0]))
        #expect(try await next.word(claims[0]) == "full")
        #expect(try await next.renewed(claims[1]))
        #expect(try await !next.renewed(claims[5]))
    }

    @Test
    func `claimed over and over from a hundred hosts there are never more programs than seats`()
        async throws
    {
        let site = OfficeSite(seats: 4)
        var (office, _) = try await site.office()
        var runsUntil: [UInt8: SeatTime] = [:]
        for round in 0..<400 {
            let number = UInt8(round % 100)
            let asked = site.now
            let claim = OfficeSite.claim(number)
            let word = try await office.word(claim)
            if word == "new" || word == "same" {
                // It is cut off at once, and runs for as long as it may.
                runsUntil[number] = asked + .seconds(90) + OfficeSite.grace
            }
            #expect(runsUntil.values.count { $0 > site.now } <= 4)
            site.pass(.seconds(Int.random(in: 0...20)))
            if round % 37 == 0 { (office, _) = try await site.office() }
        }
        #expect(runsUntil.count > 4)
    }

    @Test
    func
        `a borrowed seat lasts as long after a restart as before, and no clock of the wall ends it`()
        async throws
    {
        let site = OfficeSite(seats: 1)
        let (office, _) = try await site.office()
        #expect(try await office.word(claims[0]) == "new")
        let lent = try await office.borrow(
            claims[0].lease, secretHash: claims[0].secretHash, for: .seconds(3 * 86400))
        #expect((try? lent.get())?.isBorrowed == true)
        site.pass(.seconds(86400))
        try await office.noteBorrowed()
        let (next, _) = try await site.office()
        let left = try #require(next.lease(claims[0].lease)).until - site.now
        #expect(abs(left / .seconds(1) - 2 * 86400) < 5)
        #expect(try await next.word(claims[1]) == "full")
        site.pass(.seconds(2 * 86400 + 10) + OfficeSite.grace + SeatLedger.wallMargin)
        #expect(try await next.word(claims[1]) == "new")
    }

    @Test
    func
        `leases of a license that was replaced are its successor's, and one that is gone keeps its own`()
        async throws
    {
        let site = OfficeSite(seats: 1)
        let (office, _) = try await site.office()
        #expect(try await office.word(claims[0]) == "new")
        try await office.follow(
            SeatRules(), site.pools("license-2"), successors: ["license-1": "license-2"])
        let new = OfficeSite.claim(2, license: "license-2")
        #expect(try await office.word(new) == "full")
        #expect(try await office.renewed(claims[0]))
        let (next, _) = try await site.office(site.pools("license-2"))
        #expect(try await next.word(new) == "full")
        // The license cannot be read for a while: its seats are nobody's, and come back with it.
        try await next.follow(SeatRules(), [], successors: [:])
        #expect(try await !next.renewed(claims[0]))
        try await next.follow(SeatRules(), site.pools("license-2"), successors: [:])
        #expect(try await next.word(new) == "full")
        #expect(try await next.renewed(claims[0]))
    }

    @Test func `a license that was replaced meanwhile passes its leases on`() async throws {
        let site = OfficeSite(seats: 1)
        let (office, _) = try await site.office()
        #expect(try await office.word(claims[0]) == "new")
        let (next, _) = try await site.office(
            site.pools("license-2"), successors: ["license-1": "license-2"])
        #expect(try await next.word(OfficeSite.claim(2, license: "license-2")) == "full")
        #expect(try await next.renewed(claims[0]))
        // Also where the new license comes later than the old one has gone.
        let (third, _) = try await site.office([])
        try await third.follow(
            SeatRules(), site.pools("license-3"),
            successors: ["license-1": "license-2", "license-2": "license-3"])
        #expect(try await third.word(OfficeSite.claim(3, license: "license-3")) == "full")
    }

    @Test func `nobody waits for one license while another has a seat`() async throws {
        let site = OfficeSite(seats: 1)
        let (office, _) = try await site.office(site.pools() + site.pools("license-2"))
        #expect(try await office.word(claims[0]) == "new")
        func both(_ number: UInt8) -> [SeatClaim] {
            ["license-1", "license-2"].map { license in
                let claim = OfficeSite.claim(number, license: license)
                return SeatClaim(
                    lease: claim.lease, secretHash: claim.secretHash, pool: claim.pool,
                    holder: claim.holder, waits: true)
            }
        }
        let second = try await office.claim(both(2), meanwhile: { $0 })
        guard case .granted(let lease, true) = second else {
            Issue.record("\(second)")
            return
        }
        #expect(lease.pool.license == "license-2")
        #expect(try await office.claim(both(3), meanwhile: { $0 }) == .queued(place: 1))
    }

    @Test func `a server that starts without its licenses forgets no seat`() async throws {
        let site = OfficeSite(seats: 1)
        let (office, _) = try await site.office()
        #expect(try await office.word(claims[0]) == "new")
        let (next, _) = try await site.office([])
        try await next.follow(SeatRules(), site.pools(), successors: [:])
        #expect(try await next.word(claims[1]) == "full")
        #expect(try await next.word(claims[0]) == "same")
    }

    @Test func `a seat that is taken away is free, and why is kept`() async throws {
        let site = OfficeSite(seats: 1)
        let (office, _) = try await site.office()
        #expect(try await office.word(claims[0]) == "new")
        let note = SeatWriteOff(reason: "lost", actor: "root", time: 5)
        #expect(try await office.free(claims[0].lease, note) != nil)
        #expect(try await office.free(claims[0].lease, note) == nil)
        #expect(try await office.word(claims[1]) == "new")
        let (next, _) = try await site.office()
        let kept = try await next.writeOffs(atMost: 10)
        #expect(kept.map(\.note) == [note])
        #expect(kept.first?.lease.holder == claims[0].holder)
    }

    @Test func `a database that is none is told, and one of random bytes too`() throws {
        let site = OfficeSite(seats: 1)
        try Data(repeating: 7, count: 4096).write(to: URL(filePath: site.path))
        #expect(throws: (any Error).self) { try SeatDatabase(at: site.path) }
        #expect(throws: (any Error).self) { try SeatDatabase(at: "/nonexistent/seats.sqlite") }
    }
}
