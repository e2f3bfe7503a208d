import Foundation
import LicenseBinding
import SeatAllocation
import SeatDatabase
import SeatProtocol
import Synchronization

@testable import SeatServer

/// A ledger with a real database in a temporary folder, and a clock that the test sets.
final class OfficeSite: Sendable {
    static let pool = SeatPool.ID(license: "license-1")
    static let grace: Duration = .seconds(120)

    /// A database that fails when it is told to, and counts commits.
    final class Storage: SeatStorage {
        struct Failure: Error {}

        let database: SeatDatabase
        let isBroken = Mutex(false)
        let commits = Mutex(0)

        init(_ database: SeatDatabase) {
            self.database = database
        }

        func keep(_ changes: [SeatChange], at now: SeatTime) async throws {
            guard !isBroken.withLock(\.self) else { throw Failure() }
            commits.withLock { $0 += 1 }
            try await database.keep(changes, at: now)
        }

        func leases(at now: SeatTime) async throws -> [SeatLease] {
            try await database.leases(at: now)
        }

        func writeOffs(
            atMost count: Int
        ) async throws -> [(lease: SeatLease, note: SeatWriteOff)] {
            try await database.writeOffs(atMost: count)
        }

        func clients() async throws -> [EnrolledClient] { try await database.clients() }
        func add(_ client: EnrolledClient) async throws { try await database.add(client) }
        func removeClient(named name: String) async throws {
            try await database.removeClient(named: name)
        }
    }

    let path = NSTemporaryDirectory() + "seats-\(UInt64.random(in: 0 ... .max)).sqlite"
    private let time = Mutex(SeatTime(.seconds(1000)))
    let seats: Int

    init(seats: Int) {
        self.seats = seats
    }

    deinit {
        for ending in ["", "-wal", "-shm"] {
            // What stays behind is a file among other temporary ones.
            try? FileManager.default.removeItem(atPath: path + ending)
        }
    }

    var now: SeatTime { time.withLock(\.self) }

    func pass(_ duration: Duration) {
        time.withLock { $0 = $0 + duration }
    }

    func pools(_ license: String = "license-1") -> [SeatPool] {
        [
            SeatPool(
                SeatPool.ID(license: license), of: "planner", seats: seats, per: .session,
                grace: Self.grace)
        ]
    }

    /// A server as it starts: with what was kept.
    func office(
        _ pools: [SeatPool]? = nil, successors: [String: String] = [:]
    ) async throws -> (office: SeatOffice, storage: Storage) {
        let storage = Storage(try SeatDatabase(at: path))
        var rules = SeatRules()
        rules.others.borrow.most = 5
        let ledger = SeatLedger(
            pools ?? self.pools(), rules: rules, leaseTime: .seconds(90),
            restoring: try await storage.leases(at: now), successors: successors, at: now)
        return (SeatOffice(ledger, keptIn: storage, clock: { self.now }), storage)
    }

    static func claim(_ number: UInt8, license: String = "license-1") -> SeatClaim {
        guard let lease = LeaseID(bytes: [UInt8](repeating: 0, count: 15) + [number]) else {
            preconditionFailure("16 bytes")
        }
        return SeatClaim(
            lease: lease, secretHash: [UInt8](repeating: number, count: 32),
            pool: SeatPool.ID(license: license),
            holder: SeatHolder(user: "user-\(number)", host: "host-\(number)"), time: 77)
    }
}

extension SeatOffice {
    /// `new`, `same`, `full`, `ended`, or what else was said.
    func word(_ claim: SeatClaim) async throws -> String {
        switch try await self.claim([claim], meanwhile: { $0 }) {
        case .granted(_, let isNew): isNew ? "new" : "same"
        case .queued(let place): "queued \(place)"
        case .refused(.full): "full"
        case .refused(let refusal): "\(refusal)"
        }
    }

    func renewed(_ claim: SeatClaim) async throws -> Bool {
        (try? await renew(claim.lease, secretHash: claim.secretHash).get()) != nil
    }

    func released(_ claim: SeatClaim) async throws -> Bool {
        (try? await release(claim.lease, secretHash: claim.secretHash).get()) != nil
    }
}
