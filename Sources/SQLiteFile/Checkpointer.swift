import Dispatch
import GRDB
import Synchronization

/// Writes the log of a database back into it beside the commits, on a connection and a thread of its own. SQLite's own
/// checkpoint, which a commit waits for, then finds little to do.
package final class Checkpointer: Sendable {
    /// After how many transactions it begins anew.
    private static let interval = 256

    private struct State {
        var count = 0
        var isAtWork = false
    }

    private let queue: DatabaseQueue
    private let state = Mutex(State())

    package init(at path: String) throws {
        queue = try DatabaseQueue(path: path, configuration: .durable)
    }

    /// Told how many transactions were kept.
    package func committed(_ count: Int) {
        let begins = state.withLock { state in
            state.count += count
            guard state.count >= Self.interval, !state.isAtWork else { return false }
            state = State(isAtWork: true)
            return true
        }
        guard begins else { return }
        queue.asyncWriteWithoutTransaction { [self] db in
            // What it leaves undone the next commits do.
            _ = try? db.checkpoint(.passive)
            state.withLock { $0.isAtWork = false }
        }
    }
}
