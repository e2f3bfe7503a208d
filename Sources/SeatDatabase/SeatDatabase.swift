import Foundation
import GRDB
import Synchronization
package import SQLiteFile
package import SeatAllocation

/// The leases of a seat server in a SQLite database of one file.
package final class SeatDatabase: SeatStorage {
    /// How long the log becomes before it begins anew: 16 MiB.
    private static let logPages = 4096

    private let queue: DatabaseQueue
    private let checkpointer: Checkpointer
    /// Whether its log was made as long as it becomes, which is for a server that has seats.
    private let hasRoom = Mutex(false)

    /// Opens the database, or makes it, and brings it to the newest form.
    package init(at path: String) throws(DatabaseProblem) {
        do {
            var configuration = Configuration.durable
            configuration.journalMode = .wal
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.makeDurable(logPages: Self.logPages)
            try SeatMigrations.all.migrate(queue)
            checkpointer = try Checkpointer(at: path)
        } catch {
            throw DatabaseProblem(error, at: path)
        }
    }

    /// Blocks until the disk has it.
    package func keep(_ changes: [SeatChange], at now: SeatTime) async throws {
        makeRoom()
        try inDatabase { db in
            try db.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
            do {
                for change in changes { try db.keep(change, at: now) }
                try db.cachedStatement(sql: "COMMIT").execute()
            } catch {
                // SQLite takes it back by itself where the disk is full.
                if db.isInsideTransaction { try db.execute(sql: "ROLLBACK") }
                throw error
            }
        }
        checkpointer.committed(1)
    }

    package func leases(at now: SeatTime) async throws -> [SeatLease] {
        try inDatabase { db in
            try Row.fetchAll(db, sql: "SELECT * FROM lease").map { try SeatLease($0, at: now) }
        }
    }

    package func writeOffs(
        atMost count: Int
    ) async throws -> [(lease: SeatLease, note: SeatWriteOff)] {
        try inDatabase { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT * FROM writeOff ORDER BY number DESC LIMIT ?", arguments: [count])
            return try rows.map { row in
                (try SeatLease(row, at: SeatTime(.zero)), SeatWriteOff(row))
            }
        }
    }

    package func clients() async throws -> [EnrolledClient] {
        try inDatabase { db in
            try Row.fetchAll(db, sql: "SELECT * FROM client ORDER BY name").map {
                EnrolledClient($0)
            }
        }
    }

    package func add(_ client: EnrolledClient) async throws {
        try inDatabase { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO client (name, tokenHash, since) VALUES (?, ?, ?)",
                arguments: [client.name, Data(client.tokenHash), client.since])
        }
    }

    package func removeClient(named name: String) async throws {
        try inDatabase { db in
            try db.execute(sql: "DELETE FROM client WHERE name = ?", arguments: [name])
        }
    }

    private func makeRoom() {
        let isFirst = hasRoom.withLock { hasRoom in
            defer { hasRoom = true }
            return !hasRoom
        }
        // Without it commits are slower.
        if isFirst { try? LogFile.extend(queue.path + "-wal", to: Self.logPages * 4224) }
    }

    private func inDatabase<Value>(
        _ work: (Database) throws -> Value
    ) throws(DatabaseProblem) -> Value {
        do {
            return try queue.inDatabase(work)
        } catch {
            throw DatabaseProblem(error, at: queue.path)
        }
    }
}
