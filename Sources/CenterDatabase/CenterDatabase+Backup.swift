package import FoundationEssentials
import GRDB
import LicenseBinding

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
    /// - Parameter path: a new file, for a copy of the backup that is changed.
    package func restore(
        from backup: String, at time: Date, by path: String
    ) throws(DatabaseProblem) {
        do {
            let copy = try DatabaseQueue(path: path)
            try DatabaseQueue(path: backup).backup(to: copy)
            try Migrations.all.migrate(copy)
            let marks = try (copy.read(Self.mark), pool.read(Self.mark))
            guard let mark = marks.0, mark == marks.1 else { throw ForeignBackup() }
            try copy.write { db in
                try db.execute(sql: "UPDATE center SET restored = ?", arguments: [time.seconds])
                try db.execute(
                    sql: "UPDATE revocations SET sequence = sequence + ?", arguments: [Self.leap])
            }
            try copy.backup(to: pool)
            try copy.close()
        } catch is ForeignBackup {
            throw .foreign(path: backup)
        } catch {
            throw DatabaseProblem(error, at: backup)
        }
    }

    private static func mark(_ db: Database) throws -> Data? {
        try Data.fetchOne(db, sql: "SELECT secretMark FROM center")
    }
}

/// Its PINs are hashed under another secret.
private struct ForeignBackup: Error {}
