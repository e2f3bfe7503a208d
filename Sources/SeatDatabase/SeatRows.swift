import Foundation
import GRDB
import SeatAllocation
import SeatProtocol

extension Database {
    private static let columns =
        "id, secretHash, license, feature, user, host, session, address, isKnown, claimed, borrowed"
    private static let insertion =
        "INSERT OR REPLACE INTO lease (\(columns)) VALUES (?,?,?,?,?,?,?,?,?,?,?)"

    func keep(_ change: SeatChange, at now: SeatTime) throws {
        switch change {
        case .added(let lease):
            try run(Self.insertion, lease.values(at: now))
        case .removed(let id):
            try remove(id)
        case .writtenOff(let lease, let note):
            try remove(lease.id)
            try run(
                """
                INSERT INTO writeOff (\(Self.columns), reason, actor, time)
                VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)
                """, lease.values(at: now) + [note.reason, note.actor, note.time])
        case .borrowed(let lease):
            try run(
                "UPDATE lease SET borrowed = ? WHERE id = ?",
                [lease.secondsBorrowed(at: now), Data(lease.id.bytes)])
        case .moved(let lease):
            try run(
                "UPDATE lease SET license = ? WHERE id = ?",
                [lease.pool.license, Data(lease.id.bytes)])
        }
    }

    private func remove(_ id: LeaseID) throws {
        try run("DELETE FROM lease WHERE id = ?", [Data(id.bytes)])
    }

    /// - Parameter values: as a literal, which is much faster than made from an array.
    private func run(_ sql: String, _ values: StatementArguments) throws {
        try cachedStatement(sql: sql).execute(arguments: values)
    }
}

extension SeatLease {
    fileprivate func values(at now: SeatTime) -> StatementArguments {
        [
            Data(id.bytes), Data(secretHash), pool.license, pool.feature, holder.user, holder.host,
            holder.session, holder.address.map { Data($0.bytes) }, holder.isKnown, claimed,
            secondsBorrowed(at: now),
        ]
    }

    /// How long it is still away, in seconds: no clock of the wall says when that ends.
    fileprivate func secondsBorrowed(at now: SeatTime) -> Int64? {
        isBorrowed ? max(0, (until - now).components.seconds + 1) : nil
    }

    init(_ row: Row, at now: SeatTime) throws {
        let id = LeaseID(bytes: Array(row["id"] as Data))
        guard let id else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        let address: Data? = row["address"]
        let borrowed: Int64? = row["borrowed"]
        let until = now + .seconds(borrowed ?? 0)
        self.init(
            id: id, secretHash: Array(row["secretHash"] as Data),
            pool: SeatPool.ID(license: row["license"], feature: row["feature"]),
            holder: SeatHolder(
                user: row["user"], host: row["host"], session: row["session"],
                address: address.flatMap { SeatAddress(bytes: Array($0)) },
                isKnown: row["isKnown"]),
            claimed: row["claimed"], since: now, until: until,
            heldUntil: until + SeatLedger.wallMargin, isBorrowed: borrowed != nil)
    }
}

extension SeatWriteOff {
    init(_ row: Row) {
        self.init(reason: row["reason"], actor: row["actor"], time: row["time"])
    }
}

extension EnrolledClient {
    init(_ row: Row) {
        self.init(
            name: row["name"], tokenHash: Array(row["tokenHash"] as Data), since: row["since"])
    }
}
