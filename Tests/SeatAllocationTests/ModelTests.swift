import LicenseBinding
import SeatAllocation
import SeatProtocol
import SeededRandomness
import Testing

/// Random clients, lost messages and crashes, against the one thing that must always hold: never more clients that may
/// run than there are seats.
struct ModelTests {
    /// A client as it sees itself.
    private struct Client {
        let claim: SeatClaim
        /// Until when it may run, by its own clock from the moment at which it asked.
        var runsUntil: SeatTime?
    }

    private struct History {
        var random: SeededGenerator
        let seats: Int
        let unit: Seats.Unit
        var ledger: SeatLedger
        var kept: [LeaseID: SeatLease] = [:]
        var clients: [Client] = []
        var now = SeatTime(.zero)
        let pool: SeatPool
        let rules: SeatRules

        init(seed: UInt64) {
            var random = SeededGenerator(seed: seed)
            seats = Int.random(in: 1...4, using: &random)
            unit =
                [Seats.Unit.session, .user, .machine].randomElement(using: &random) ?? .session
            pool = SeatPool(
                SeatSite.poolID, of: "planner", seats: seats, per: unit, grace: SeatSite.grace)
            var rules = SeatRules()
            rules.groups = SeatSite.groups
            rules.others.borrow.most = 2
            rules.others.reserve = Bool.random(using: &random) ? ["engineers": 1] : [:]
            rules.others.priority = ["operators": 2]
            self.rules = rules
            ledger = SeatLedger([pool], rules: rules, leaseTime: SeatSite.leaseTime)
            self.random = random
            for number in 0..<8 {
                let user = ["ann", "bob", "cem", "eve"].randomElement(using: &random) ?? "ann"
                clients.append(
                    Client(claim: SeatSite.claim("\(user)@pc-\(number % 3)#\(number)")))
            }
        }

        private mutating func chance(_ part: Int) -> Bool {
            Int.random(in: 0..<part, using: &random) == 0
        }

        /// Keeps what is to be kept, unless the server dies before.
        /// - Returns: whether it has answered.
        private mutating func keep() -> Bool {
            let changes = ledger.takeChanges()
            if chance(12) {
                ledger = SeatLedger(
                    [pool], rules: rules, leaseTime: SeatSite.leaseTime,
                    restoring: Array(kept.values), at: now)
                return false
            }
            for change in changes {
                switch change {
                case .added(let lease), .borrowed(let lease), .moved(let lease):
                    kept[lease.id] = lease
                case .removed, .writtenOff: kept[change.lease] = nil
                }
            }
            // The way back may be lost, too.
            return !chance(8)
        }

        mutating func step() {
            now = now + .seconds(Int.random(in: 0...60, using: &random))
            let number = Int.random(in: 0..<clients.count, using: &random)
            let asked = now
            // The way there takes its time, and the client counts from before it.
            now = now + .milliseconds(Int.random(in: 0...4000, using: &random))
            let claim = clients[number].claim
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<4:
                let answer = ledger.claim(claim, at: now)
                if keep(), case .granted(let lease, _) = answer { run(number, lease, from: asked) }
            case 4..<7:
                let answer = ledger.renew(claim.lease, secretHash: claim.secretHash, at: now)
                if keep(), case .success(let lease) = answer { run(number, lease, from: asked) }
            case 7:
                // It stops before it says so.
                clients[number].runsUntil = nil
                _ = ledger.release(claim.lease, secretHash: claim.secretHash, at: now)
                _ = keep()
            case 8:
                guard clients[number].runsUntil.map({ $0 > now }) == true else { return }
                let answer = ledger.borrow(
                    claim.lease, secretHash: claim.secretHash, for: .seconds(3600), at: now)
                if keep(), case .success(let lease) = answer { run(number, lease, from: asked) }
            default: now = now + .seconds(Int.random(in: 0...400, using: &random))
            }
        }

        private mutating func run(_ number: Int, _ lease: SeatLease, from asked: SeatTime) {
            let end =
                lease.isBorrowed ? lease.until : asked + SeatSite.leaseTime + SeatSite.grace
            clients[number].runsUntil = max(clients[number].runsUntil ?? end, end)
        }

        /// How many seats the clients need that may run now.
        var running: Int {
            let all = clients.filter { $0.runsUntil.map { $0 > now } == true }.map(\.claim)
            switch unit {
            case .session: return all.count
            case .user: return Set(all.map(\.holder.user)).count
            case .machine: return Set(all.map(\.holder.host)).count
            }
        }
    }

    @Test func `in ten thousand histories no more clients run than there are seats`() {
        let seed = UInt64.random(in: 0 ... .max)
        var (most, crowded) = (0, 0)
        for number in 0..<10_000 {
            var history = History(seed: seed &+ UInt64(number))
            for _ in 0..<60 {
                history.step()
                #expect(
                    history.running <= history.seats,
                    "seed \(seed &+ UInt64(number)), at \(history.now)")
                #expect(history.ledger.used(SeatSite.poolID) <= history.seats)
                most = max(most, history.running)
                if history.running == history.seats { crowded += 1 }
            }
        }
        // The histories are ones in which it could go wrong.
        #expect(most == 4)
        #expect(crowded > 10_000)
    }
}
