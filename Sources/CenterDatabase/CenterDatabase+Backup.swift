package import FoundationEssentials
import GRDB
import LicenseBinding
package import SQLiteFile

extension CenterDatabase {
    /// By how much the number of the revocation list rises: sites keep the list of the highest number, and those of the
    /// time after the backup may be out there.
    private static let leap: Int64 = 1_000_000

    /// Copies the database as it is now into a new file, also while others work with it.
    package func backUp(to path: String) throws(DatabaseProblem) {
        do {
            let copy = try DatabaseQueue(path: path)
            try pool.backup(to: copy)
            // One file, without a log beside it.
            try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try copy.close()
        } catch {
            throw DatabaseProblem(error, at: path)
        }
    }

    /// Puts what a backup holds in place of all that is here, also while others work with it, and marks it as restored:
    /// no license is given before somebody has reconciled it.
    /// - Parameters:
    ///   - before: a new file, for what is here now.
    ///   - path: a new file, for a copy of the backup that is changed.
    package func restore(
        from backup: String, at time: Date, keeping before: String, by path: String
    ) throws(DatabaseProblem) {
        let copy: DatabaseQueue
        do {
            copy = try DatabaseQueue(path: path)
            try DatabaseQueue(path: backup).backup(to: copy)
            try Migrations.all.migrate(copy)
            let marks = try (copy.read(Self.mark), pool.read(Self.mark))
            guard let mark = marks.0, mark == marks.1 else { throw ForeignBackup() }
        } catch is ForeignBackup {
            throw .foreign(path: backup)
        } catch {
            throw DatabaseProblem(error, at: backup)
        }
        do {
            // What is done until all is restored would be lost.
            let known = try pool.read { try Int64.fetchOne($0, sql: Self.restored) }
            try set(restored: time.seconds)
            do {
                try backUp(to: before)
                try prepare(copy, at: time)
                try copy.backup(to: pool)
            } catch {
                try set(restored: known)
                throw error
            }
            try copy.close()
        } catch let problem as DatabaseProblem {
            throw problem
        } catch {
            throw DatabaseProblem(error, at: pool.path)
        }
    }

    private func prepare(_ copy: DatabaseQueue, at time: Date) throws {
        let live = try pool.read { try Ended($0) }
        try copy.write { db in
            try live.apply(to: db)
            try db.execute(sql: "UPDATE center SET restored = ?", arguments: [time.seconds])
            try db.execute(
                sql: "UPDATE revocations SET sequence = max(sequence, ?) + ?",
                arguments: [live.sequence, Self.leap])
        }
    }

    private static let restored = "SELECT restored FROM center"

    private func set(restored seconds: Int64?) throws {
        try pool.write { db in
            try db.execute(sql: "UPDATE center SET restored = ?", arguments: [seconds])
        }
    }

    private static func mark(_ db: Database) throws -> Data? {
        try Data.fetchOne(db, sql: "SELECT secretMark FROM center")
    }
}

/// What has ended in the database that is replaced, and is not to begin again by a restoration.
private struct Ended {
    let sequence: Int64
    private let keys: [Row]
    private let revoked: [String]
    private let canceled: [Data]
    private let operators: [String]

    init(_ db: Database) throws {
        sequence = try Int64.fetchOne(db, sql: "SELECT sequence FROM revocations") ?? 0
        keys = try Row.fetchAll(db, sql: "SELECT id, time FROM withdrawnKey")
        revoked = try String.fetchAll(db, sql: "SELECT id FROM license WHERE state = 'revoked'")
        canceled = try Data.fetchAll(db, sql: "SELECT hash FROM pin WHERE state = 'canceled'")
        operators = try String.fetchAll(db, sql: "SELECT name FROM operator")
    }

    func apply(to db: Database) throws {
        for key in keys {
            try db.execute(
                sql: "INSERT OR IGNORE INTO withdrawnKey (id, time) VALUES (?, ?)",
                arguments: [key["id"] as String, key["time"] as Int64])
        }
        for id in revoked {
            try db.execute(
                sql: "UPDATE license SET state = 'revoked' WHERE id = ?", arguments: [id])
        }
        for hash in canceled {
            try db.execute(
                sql: "UPDATE pin SET state = 'canceled' WHERE hash = ?", arguments: [hash])
        }
        // A database that is new knows nobody who could have been let in no more.
        guard sequence > 0 || !operators.isEmpty || !keys.isEmpty else { return }
        for name in try String.fetchAll(db, sql: "SELECT name FROM operator")
        where !operators.contains(name) {
            try db.execute(sql: "DELETE FROM operator WHERE name = ?", arguments: [name])
        }
    }
}

/// Its PINs are hashed under another secret.
private struct ForeignBackup: Error {}
