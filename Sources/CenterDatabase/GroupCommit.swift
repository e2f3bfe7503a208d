import GRDB
import LicenseBinding
import LicensingCenter
import SQLiteFile
import Synchronization

/// Keeps all transactions that wait by one commit.
final class GroupCommit: Sendable {
    /// The most transactions of one commit, so that none waits for long.
    private static let most = 256

    /// A transaction that waits.
    private struct Job: Sendable {
        /// Does its work in a savepoint.
        /// - Returns: what to call once that is kept.
        /// - Throws: where the whole transaction cannot go on.
        let work: @Sendable (Database) throws -> @Sendable () -> Void
        /// Called where nothing of it is kept.
        let fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var waiting: [Job] = []
        var isAtWork = false
        /// The newest signed head, once it was found good.
        var sealed: (file: String, head: AuditHead)?
    }

    private let pool: DatabasePool
    private let seal: AuditSeal
    private let checkpointer: Checkpointer
    private let state = Mutex(State())

    init(_ pool: DatabasePool, sealing seal: AuditSeal, _ checkpointer: Checkpointer) {
        self.pool = pool
        self.seal = seal
        self.checkpointer = checkpointer
    }

    func run<Value: Sendable>(
        _ work: @escaping @Sendable (any CenterTransaction) throws -> Value
    ) async throws -> Value {
        let path = pool.path
        return try await withCheckedThrowingContinuation { continuation in
            let fail = { @Sendable (error: any Error) in
                let told: any Error =
                    switch error {
                    case is AuditBroken: DatabaseProblem.auditBroken(path: path)
                    case is DatabaseError: DatabaseProblem(error, at: path)
                    default: error
                    }
                continuation.resume(throwing: told)
            }
            let work = { @Sendable (db: Database) throws -> @Sendable () -> Void in
                do {
                    try db.cachedStatement(sql: "SAVEPOINT job").execute()
                    let value = try work(DatabaseTransaction(db))
                    try db.cachedStatement(sql: "RELEASE job").execute()
                    return { continuation.resume(returning: value) }
                } catch {
                    // SQLite takes the whole transaction back by itself where the disk is full.
                    guard db.isInsideTransaction else { throw error }
                    try db.execute(sql: "ROLLBACK TO job; RELEASE job")
                    return { fail(error) }
                }
            }
            add(Job(work: work, fail: fail))
        }
    }

    private func add(_ job: Job) {
        let begins = state.withLock { state in
            state.waiting.append(job)
            defer { state.isAtWork = true }
            return !state.isAtWork
        }
        if begins { commit() }
    }

    private func commit() {
        let jobs = state.withLock { state -> [Job] in
            let jobs = Array(state.waiting.prefix(Self.most))
            state.waiting.removeFirst(jobs.count)
            state.isAtWork = !jobs.isEmpty
            return jobs
        }
        guard !jobs.isEmpty else { return }
        pool.asyncWriteWithoutTransaction { [self] db in
            do {
                var ends: [@Sendable () -> Void] = []
                try db.inTransaction(.immediate) {
                    try checkSeal(db)
                    for job in jobs { ends.append(try job.work(db)) }
                    try sealAudit(db)
                    return .commit
                }
                for end in ends { end() }
                checkpointer.committed(ends.count)
            } catch {
                for job in jobs { job.fail(error) }
            }
            commit()
        }
    }

    /// Makes sure that the log ends where it was signed: what was cut off or written anew is never signed as good.
    private func checkSeal(_ db: Database) throws {
        let last = try DatabaseTransaction(db).lastAudit()
        guard let file = try String.fetchOne(db, sql: "SELECT head FROM auditHead") else {
            guard last.number == 0 else { throw AuditBroken() }
            return
        }
        var head = state.withLock { $0.sealed?.file == file ? $0.sealed?.head : nil }
        if head == nil { head = try? seal.open(file) }
        guard let head, (head.count, head.hash) == last else { throw AuditBroken() }
        state.withLock { $0.sealed = (file, head) }
    }

    /// Signs the end of the audit log, if it is another one now.
    private func sealAudit(_ db: Database) throws {
        let last = try DatabaseTransaction(db).lastAudit()
        let sealed = try Int64.fetchOne(db, sql: "SELECT count FROM auditHead") ?? 0
        guard last.number != sealed else { return }
        let (file, head) = try seal.head(count: last.number, hash: last.hash)
        try db.execute(
            sql: "INSERT OR REPLACE INTO auditHead (id, count, head) VALUES (1, ?, ?)",
            arguments: [last.number, file])
        state.withLock { $0.sealed = (file, head) }
    }
}

/// The audit log is not the one whose end was signed.
struct AuditBroken: Error {}
