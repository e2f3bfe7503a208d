import SeatAllocation
import SeatProtocol
import Testing

/// What becomes of seats over time.
struct SeatLedgerTests {
    @Test func `five more than there are seats get none`() {
        var site = SeatSite(seats: 20)
        let words = (0..<25).map { site.claim("user-\($0)").word }
        #expect(words == Array(repeating: "new", count: 20) + Array(repeating: "full", count: 5))
    }

    @Test func `the same claim is the same seat, and another one of its ID is refused`() {
        var site = SeatSite(seats: 2)
        #expect(site.claim("ann").word == "new")
        #expect(site.claim("ann").word == "same")
        #expect(site.used == 1)
        let stranger = SeatSite.claim("ann", secret: 2)
        #expect(site.ledger.claim(stranger, at: site.now) == .refused(.otherLease))
        // The same ID and secret, and another user.
        let own = SeatSite.claim("ann")
        let other = SeatClaim(
            lease: own.lease, secretHash: own.secretHash, pool: own.pool,
            holder: SeatHolder(user: "bob", host: "host-ann"))
        #expect(site.ledger.claim(other, at: site.now) == .refused(.otherLease))
        #expect(site.used == 1)
    }

    @Test func `who comes back from another address has the same seat`() {
        var site = SeatSite(seats: 1)
        #expect(site.claim("ann@pc-1").word == "new")
        let own = SeatSite.claim("ann@pc-1")
        let moved = SeatClaim(
            lease: own.lease, secretHash: own.secretHash, pool: own.pool,
            holder: SeatHolder(
                user: "ann", host: "pc-1", address: SeatAddress(bytes: [10, 0, 0, 9]),
                isKnown: true))
        #expect(site.ledger.claim(moved, at: site.now).word == "same")
    }

    @Test func `a seat is held through the lease, the grace and the margin, and no longer`() {
        var site = SeatSite(seats: 1)
        _ = site.claim("ann")
        site.pass(.seconds(90 + 120 + 5) - .milliseconds(1))
        #expect(site.claim("bob").word == "full")
        site.pass(.milliseconds(1))
        #expect(site.claim("bob").word == "new")
    }

    @Test func `who comes back in time has the same seat, and later none that is another's`() {
        var site = SeatSite(seats: 1)
        _ = site.claim("ann")
        site.pass(.seconds(200))
        #expect(site.claim("ann").word == "same")
        #expect(site.renew("ann").refusal == nil)
        site.pass(.seconds(215))
        #expect(site.claim("bob").word == "new")
        #expect(site.renew("ann").refusal == .leaseEnded)
        #expect(site.claim("ann").word == "full")
    }

    @Test func `a renewal brings no seat back, even where nobody has taken it`() {
        var site = SeatSite(seats: 1)
        #expect(site.renew("ann").refusal == .leaseEnded)
        _ = site.claim("ann")
        site.pass(.seconds(300))
        #expect(site.renew("ann").refusal == .leaseEnded)
        // A new claim does, by the rules.
        #expect(site.claim("ann").word == "new")
    }

    @Test func `only who shows the secret renews, releases and borrows`() {
        var site = SeatSite(seats: 1) { $0.borrow.most = 1 }
        _ = site.claim("ann")
        #expect(site.renew("ann", secret: 9).refusal == .otherLease)
        #expect(site.release("ann", secret: 9).refusal == .otherLease)
        #expect(site.used == 1)
        #expect(site.release("ann").refusal == nil)
        #expect(site.used == 0)
        #expect(site.release("ann").refusal == .leaseEnded)
    }

    @Test func `a released seat is free at once, for who waits first`() {
        var site = SeatSite(seats: 1)
        _ = site.claim("ann")
        #expect(site.claim("bob", waits: true).word == "queued 1")
        #expect(site.claim("cem", waits: true).word == "queued 2")
        _ = site.release("ann")
        #expect(site.claim("dan").word == "full")
        #expect(site.claim("cem", waits: true).word == "queued 2")
        #expect(site.claim("bob", waits: true).word == "new")
        #expect(site.claim("cem", waits: true).word == "queued 1")
    }

    @Test func `who does not ask again loses his place, and who gives up leaves it`() {
        var site = SeatSite(seats: 1)
        _ = site.claim("ann")
        _ = site.claim("bob", waits: true)
        site.pass(.seconds(20))
        _ = site.claim("cem", waits: true)
        _ = site.claim("dan", waits: true)
        site.pass(.seconds(10))
        #expect(site.claim("cem", waits: true).word == "queued 1")
        _ = site.release("cem")
        #expect(site.claim("dan", waits: true).word == "queued 1")
    }

    @Test func `who does nothing for too long loses his seat`() {
        var site = SeatSite(seats: 1) { $0.idle = .seconds(600) }
        _ = site.claim("ann")
        #expect(site.renew("ann", idle: .seconds(599)).refusal == nil)
        #expect(site.renew("ann", idle: .seconds(600)).refusal == .idle(.seconds(600)))
        #expect(site.claim("bob").word == "new")
    }

    @Test func `a borrowed seat is away until its day, and comes back early`() {
        var site = SeatSite(seats: 1) {
            $0.borrow.most = 1
            $0.idle = .seconds(60)
        }
        let days: Duration = .seconds(3 * 86400)
        _ = site.claim("ann")
        #expect(site.borrow("ann", for: days).refusal == nil)
        site.pass(days - .seconds(1))
        #expect(site.claim("bob").word == "full")
        // Nobody hears of it meanwhile, and it is not idle.
        #expect(site.renew("ann", idle: .seconds(9999)).refusal == nil)
        #expect(site.release("ann").refusal == nil)
        #expect(site.claim("bob").word == "new")
        #expect(site.borrow("bob", for: days).refusal == nil)
        // Whoever has it counts by a wall clock, and has the license's grace after that.
        let rest = SeatSite.grace + SeatLedger.wallMargin
        site.pass(days + rest - .seconds(1))
        #expect(site.claim("ann").word == "full")
        site.pass(.seconds(1))
        #expect(site.claim("ann").word == "new")
    }

    @Test func `borrowing has its limits`() {
        var site = SeatSite(seats: 5) {
            $0.borrow.most = 1
            $0.borrow.longest = .seconds(86400)
            $0.borrow.groups = ["engineers"]
        }
        for who in ["ann", "bob", "cem"] { _ = site.claim(who) }
        #expect(site.borrow("cem", for: .seconds(60)).refusal == .denied(.borrowing))
        #expect(
            site.borrow("ann", for: .seconds(86401)).refusal
                == .denied(.borrowTooLong(longest: .seconds(86400))))
        #expect(site.borrow("ann", for: .seconds(86400)).refusal == nil)
        // The same again is no second one.
        #expect(site.borrow("ann", for: .seconds(60)).refusal == nil)
        #expect(site.borrow("bob", for: .seconds(60)).refusal == .denied(.borrowed(most: 1)))
        _ = site.release("ann")
        #expect(site.borrow("bob", for: .seconds(60)).refusal == nil)
        var closed = SeatSite(seats: 1)
        _ = closed.claim("ann")
        #expect(closed.borrow("ann", for: .seconds(1)).refusal == .denied(.borrowing))
    }

    @Test func `what is taken away is free at once`() {
        var site = SeatSite(seats: 1) { $0.borrow.most = 1 }
        _ = site.claim("ann")
        _ = site.borrow("ann", for: .seconds(86400))
        let note = SeatWriteOff(reason: "lost", actor: "root", time: 0)
        #expect(site.ledger.free(SeatSite.id("ann"), note) != nil)
        #expect(site.ledger.free(SeatSite.id("ann"), note) == nil)
        #expect(site.claim("bob").word == "new")
        #expect(site.borrow("bob", for: .seconds(60)).refusal == nil)
    }

    @Test func `all that must outlive the server is told, in its order`() {
        var site = SeatSite(seats: 1) { $0.borrow.most = 1 }
        guard case .granted(let lease, _) = site.claim("ann") else { return }
        #expect(site.ledger.takeChanges() == [.added(lease)])
        #expect(site.ledger.takeChanges().isEmpty)
        _ = site.renew("ann")
        #expect(site.ledger.takeChanges().isEmpty)
        site.pass(.seconds(400))
        guard case .granted(let other, _) = site.claim("bob") else { return }
        // The one that made room goes with it.
        #expect(site.ledger.takeChanges() == [.removed(lease.id), .added(other)])
        guard case .success(let away) = site.borrow("bob", for: .seconds(86400)) else { return }
        #expect(site.ledger.takeChanges() == [.borrowed(away)])
        _ = site.release("bob")
        #expect(site.ledger.takeChanges() == [.removed(other.id)])
    }

    @Test func `other rules drop no seat, and hold for who comes`() {
        var site = SeatSite(seats: 1000)
        for number in 0..<1000 { _ = site.claim("user-\(number)") }
        var rules = SeatRules()
        var group = SeatGroup()
        group.users = Set((0..<1000).map { "user-\($0)" })
        rules.groups = ["all": group]
        rules.others.exclude = ["all"]
        rules.others.most = ["all": 3]
        site.ledger.follow(rules, at: site.now)
        #expect(site.used == 1000)
        #expect((0..<1000).allSatisfy { site.renew("user-\($0)").refusal == nil })
        _ = site.release("user-5")
        #expect(site.claim("user-5").word == "excluded all")
        #expect(site.claim("eve").word == "new")
        #expect(site.claim("cem").word == "full")
    }

    @Test func `waiters keep their places under other rules, by their new priorities`() {
        var site = SeatSite(seats: 1)
        _ = site.claim("eve")
        _ = site.claim("cem", waits: true)
        _ = site.claim("ann", waits: true)
        var rules = SeatRules()
        rules.groups = SeatSite.groups
        rules.others.priority = ["engineers": 3]
        site.ledger.follow(rules, at: site.now)
        #expect(site.claim("ann", waits: true).word == "queued 1")
        #expect(site.claim("cem", waits: true).word == "queued 2")
    }

    @Test func `a lease ID is a UUID in its one form`() {
        let text = "0123abcd-4567-89ab-cdef-0123456789ab"
        #expect(LeaseID(text)?.description == text)
        #expect(LeaseID(text.uppercased())?.description == text)
        for bad in [
            "", text + "0", String(text.dropLast()), text.replacing("-", with: ""),
            "{\(text)}", text.replacing("a", with: "g"), "0123abcd-4567-89ab-cdef0-123456789ab",
        ] { #expect(LeaseID(bad) == nil, "\(bad)") }
    }

    @Test func `a network has only the addresses that begin as it does`() throws {
        func address(_ bytes: UInt8...) -> SeatAddress? { SeatAddress(bytes: bytes) }
        let network = try #require(address(192, 168, 4, 0).flatMap { SeatNetwork($0, bits: 22) })
        for (address, isInside) in [
            (address(192, 168, 4, 1), true), (address(192, 168, 7, 255), true),
            (address(192, 168, 8, 0), false), (address(192, 168, 3, 255), false),
            (address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 192, 168, 5, 9), true),
            (address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 192, 168, 5, 9), false),
        ] { #expect(network.contains(try #require(address)) == isInside) }
        #expect(address(192, 168, 4, 1).flatMap { SeatNetwork($0, bits: 22) } == nil)
        #expect(address(192, 168, 4, 0).flatMap { SeatNetwork($0, bits: 33) } == nil)
        #expect(address(1, 2, 3) == nil)
        let all = try #require(address(0, 0, 0, 0).flatMap { SeatNetwork($0, bits: 0) })
        #expect(all.contains(try #require(address(8, 8, 8, 8))))
    }
}
