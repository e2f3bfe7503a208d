import LicenseBinding
import SeatProtocol

/// Who has seats of a pool: all counts that a claim needs, each kept and never counted anew.
struct PoolUse: Sendable {
    /// What takes one seat.
    enum Key: Hashable, Sendable {
        case lease(LeaseID)
        case user(String)
        case host(String)

        init(_ lease: LeaseID, _ holder: SeatHolder, per unit: Seats.Unit) {
            self =
                switch unit {
                case .session: .lease(lease)
                case .user: .user(holder.user.lowercased())
                case .machine: .host(holder.host.lowercased())
                }
        }
    }

    private struct Seat: Sendable {
        var leases = 0
        let groups: Set<String>
        let user: String
    }

    /// The most leases on one seat: sessions of one user, or of one machine.
    static let mostLeases = 1000

    private var seats: [Key: Seat] = [:]
    /// All leases that there are.
    private(set) var leases = 0
    private var ofGroup: [String: Int] = [:]
    private var ofUser: [String: Int] = [:]
    var borrowed = 0
    var expiry = ExpiryHeap()
    var queue = SeatQueue()

    var used: Int { seats.count }
    var users: Int { ofUser.count }

    func has(_ key: Key) -> Bool { seats[key] != nil }
    func leases(on key: Key) -> Int { seats[key]?.leases ?? 0 }
    func used(by group: String) -> Int { ofGroup[group, default: 0] }
    func used(byUser user: String) -> Int { ofUser[user.lowercased(), default: 0] }

    /// Counts a lease, and the seat that it takes if nobody has that yet.
    mutating func count(_ lease: SeatLease, on key: Key, of groups: Set<String>) {
        expiry.add(lease)
        if lease.isBorrowed { borrowed += 1 }
        leases += 1
        guard seats[key] == nil else {
            seats[key]?.leases += 1
            return
        }
        let user = lease.holder.user.lowercased()
        seats[key] = Seat(leases: 1, groups: groups, user: user)
        for group in groups { ofGroup[group, default: 0] += 1 }
        ofUser[user, default: 0] += 1
    }

    /// A lease is over; its seat stays there until that is over too.
    mutating func give(back key: Key, borrowed isBorrowed: Bool) {
        guard var seat = seats[key] else { return }
        if isBorrowed { borrowed -= 1 }
        leases -= 1
        seat.leases -= 1
        guard seat.leases == 0 else {
            seats[key] = seat
            return
        }
        seats[key] = nil
        for group in seat.groups { Self.lower(&ofGroup, group) }
        Self.lower(&ofUser, seat.user)
    }

    private static func lower(_ counts: inout [String: Int], _ name: String) {
        let left = counts[name, default: 0] - 1
        counts[name] = left > 0 ? left : nil
    }

    /// The seats that a member of these groups may have: those that are not reserved for others.
    func free(for groups: Set<String>, of seats: Int, under rules: PoolRules) -> Int {
        let kept = rules.reserve.reduce(0) { sum, reserve in
            groups.contains(reserve.key)
                ? sum : sum + max(0, reserve.value - used(by: reserve.key))
        }
        return seats - used - kept
    }
}
