import GRDB
package import LicensingCenter
package import SQLiteFile

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
            pool = try DatabasePool(path: path, configuration: .durable)
            try pool.makeDurable()
            try Migrations.all.migrate(pool)
            commits = GroupCommit(pool, sealing: seal, try Checkpointer(at: path))
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
