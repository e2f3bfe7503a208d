import LicenseBinding
import SeatAllocation
import SeatProtocol

/// A pool of seats with clients that are known by their names.
struct SeatSite {
    static let leaseTime: Duration = .seconds(90)
    static let grace: Duration = .seconds(120)
    static let poolID = SeatPool.ID(license: "license-1")

    var ledger: SeatLedger
    var now = SeatTime(.zero)

    /// The groups of all tests: engineers ann and bob, operators cem and dan, the laboratory's hosts and network.
    static var groups: [String: SeatGroup] {
        var (engineers, operators, laboratory, known) = (
            SeatGroup(), SeatGroup(), SeatGroup(), SeatGroup()
        )
        engineers.users = ["ann", "bob"]
        operators.users = ["cem", "dan"]
        laboratory.hosts = ["lab-1"]
        if let network = SeatAddress(bytes: [10, 1, 0, 0]).flatMap({ SeatNetwork($0, bits: 16) }) {
            laboratory.networks = [network]
        }
        known.users = ["ann", "cem"]
        known.needsKnownNames = true
        return [
            "engineers": engineers, "operators": operators, "laboratory": laboratory,
            "known": known,
        ]
    }

    init(
        seats: Int, per unit: Seats.Unit = .session,
        _ change: (inout PoolRules) -> Void = { _ in }
    ) {
        var rules = SeatRules()
        rules.groups = Self.groups
        var own = PoolRules()
        change(&own)
        rules.pools[SeatRules.Scope(product: "planner")] = own
        ledger = SeatLedger(
            [SeatPool(Self.poolID, of: "planner", seats: seats, per: unit, grace: Self.grace)],
            rules: rules,
            leaseTime: Self.leaseTime)
    }

    /// A claim by `user`, `user@host`, with `#n` for another session, `!` where names are known, and `/10.1.2.3` for an
    /// address.
    static func claim(_ text: String, waits: Bool = false, secret: UInt8 = 1) -> SeatClaim {
        var rest = text[...]
        let isKnown = rest.hasSuffix("!")
        if isKnown { rest = rest.dropLast() }
        let parts = rest.split(separator: "/", maxSplits: 1)
        let address =
            parts.count == 2
            ? SeatAddress(bytes: parts[1].split(separator: ".").compactMap { UInt8($0) }) : nil
        let session = parts[0].split(separator: "#", maxSplits: 1)
        let names = session[0].split(separator: "@", maxSplits: 1)
        let holder = SeatHolder(
            user: String(names[0]), host: names.count == 2 ? String(names[1]) : "host-\(names[0])",
            address: address, isKnown: isKnown)
        return SeatClaim(
            lease: id(text), secretHash: [UInt8](repeating: secret, count: 32), pool: poolID,
            holder: holder, waits: waits)
    }

    /// A lease ID for a text.
    static func id(_ text: String) -> LeaseID {
        var bytes = [UInt8](repeating: 0, count: 16)
        for (index, byte) in text.utf8.enumerated() {
            bytes[index % 16] = bytes[index % 16] &* 31 &+ byte
        }
        guard let id = LeaseID(bytes: bytes) else { preconditionFailure("16 bytes") }
        return id
    }

    mutating func claim(_ text: String, waits: Bool = false) -> SeatAnswer {
        ledger.claim(Self.claim(text, waits: waits), at: now)
    }

    mutating func pass(_ time: Duration) { now = now + time }

    mutating func renew(_ text: String, secret: UInt8 = 1, idle: Duration = .zero)
        -> Result<SeatLease, SeatRefusal>
    {
        ledger.renew(
            Self.id(text), secretHash: [UInt8](repeating: secret, count: 32), idle: idle, at: now)
    }

    mutating func release(_ text: String, secret: UInt8 = 1) -> Result<SeatLease, SeatRefusal> {
        ledger.release(
            Self.id(text), secretHash: [UInt8](repeating: secret, count: 32), at: now)
    }

    mutating func borrow(_ text: String, for time: Duration) -> Result<SeatLease, SeatRefusal> {
        ledger.borrow(
            Self.id(text), secretHash: [UInt8](repeating: 1, count: 32), for: time, at: now)
    }

    var used: Int { ledger.used(Self.poolID) }
}

extension SeatAnswer {
    /// In one word, for tables.
    var word: String {
        switch self {
        case .granted(_, let isNew): isNew ? "new" : "same"
        case .queued(let place): "queued \(place)"
        case .refused(.full): "full"
        case .refused(.denied(.excluded(let group))): "excluded \(group)"
        case .refused(.denied(.notIncluded)): "not included"
        case .refused(.denied(.most(let most, let group))): "most \(most) \(group)"
        case .refused(.denied(.mostPerUser(let most))): "most \(most) a user"
        case .refused(let other): "\(other)"
        }
    }
}

extension Result where Failure == SeatRefusal {
    var refusal: SeatRefusal? {
        if case .failure(let refusal) = self { refusal } else { nil }
    }
}
