import GRDB
import LicensingCenter
import Synchronization

/// Keeps all transactions that wait by one commit.
final class GroupCommit: Sendable {
    /// The most transactions of one commit, so that none waits for long.
    private static let most = 256

    /// A transaction that waits.
    private struct Job: Sendable {
        /// Does its work in a savepoint.
        /// - Returns: what to call once that is kept.
        let work: @Sendable (Database) -> @Sendable () -> Void
        /// Called where nothing of it is kept.
        let fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var waiting: [Job] = []
        var isAtWork = false
    }

    private let pool: DatabasePool
    private let seal: CenterDatabase.Seal
    private let state = Mutex(State())

    init(_ pool: DatabasePool, sealing seal: @escaping CenterDatabase.Seal) {
        self.pool = pool
        self.seal = seal
    }

    func run<Value: Sendable>(
        _ work: @escaping @Sendable (any CenterTransaction) throws -> Value
    ) async throws -> Value {
        let path = pool.path
        return try await withCheckedThrowingContinuation { continuation in
            let fail = { @Sendable (error: any Error) in
                let isOurs = error is DatabaseError || error is CommitLost
                continuation.resume(throwing: isOurs ? DatabaseProblem(error, at: path) : error)
            }
            let work = { @Sendable (db: Database) -> @Sendable () -> Void in
                do {
                    var value: Value?
                    try db.inSavepoint {
                        value = try work(DatabaseTransaction(db))
                        return .commit
                    }
                    guard let value else { preconditionFailure("a savepoint that is kept has run") }
                    return { continuation.resume(returning: value) }
                } catch {
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
                    for job in jobs {
                        // SQLite takes a transaction back by itself where the disk is full.
                        guard db.isInsideTransaction else { throw CommitLost() }
                        ends.append(job.work(db))
                    }
                    guard db.isInsideTransaction else { throw CommitLost() }
                    try sealAudit(db)
                    return .commit
                }
                for end in ends { end() }
            } catch {
                for job in jobs { job.fail(error) }
            }
            commit()
        }
    }

    /// Signs the end of the audit log, if it is another one now.
    private func sealAudit(_ db: Database) throws {
        let last = try DatabaseTransaction(db).lastAudit()
        let sealed = try Int64.fetchOne(db, sql: "SELECT count FROM auditHead") ?? 0
        guard last.number != sealed else { return }
        try db.execute(
            sql: "INSERT OR REPLACE INTO auditHead (id, count, head) VALUES (1, ?, ?)",
            arguments: [last.number, try seal(last.number, last.hash)])
    }
}

/// The transaction was taken back before its end.
private struct CommitLost: Error {}
