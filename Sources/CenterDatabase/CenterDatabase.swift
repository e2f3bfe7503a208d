import GRDB
package import LicensingCenter

/// A center's SQLite database in one file.
///
/// What waits while a commit is on its way to the disk is kept by the next commit together: one `fsync` for all.
package final class CenterDatabase: CenterStorage {
    let pool: DatabasePool
    private let commits: GroupCommit

    /// Opens the database, or makes it, and brings it to the newest form.
    /// - Throws: `DatabaseProblem`.
    package init(at path: String, sealing seal: AuditSeal) throws(DatabaseProblem) {
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { db in
                // A commit that was answered survives a power cut. The pool sets NORMAL when it opens.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                try db.execute(sql: "PRAGMA cache_size = -65536")
                // The checkpointer has written most of it back by then.
                try db.execute(sql: "PRAGMA wal_autocheckpoint = 16384")
            }
            try Migrations.all.migrate(pool)
            commits = GroupCommit(
                pool, sealing: seal, try Checkpointer(at: path, configuration))
        } catch {
            throw DatabaseProblem(error, at: path)
        }
    }

    package func write<Value: Sendable>(
        _ work: @escaping @Sendable (any CenterTransaction) throws -> Value
    ) async throws -> Value {
        try await commits.run(work)
    }

    package func read<Value: Sendable>(
        _ work: @escaping @Sendable (any CenterTransaction) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.read { try work(DatabaseTransaction($0)) }
        } catch let error as DatabaseError {
            throw DatabaseProblem(error, at: pool.path)
        }
    }

    /// The signed head of the audit log, as it was when the last entry was kept.
    package func auditHead() async throws -> String? {
        try await pool.read { try String.fetchOne($0, sql: "SELECT head FROM auditHead") }
    }
}
