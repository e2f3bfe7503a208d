import CGlibcExtensions
import Dispatch
import Synchronization

/// Runs tasks one after the other on a thread of its own: work that blocks, and that is not to wait in the queue of
/// Swift's pool. It lets others finish what they are at.
package final class ThreadExecutor: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isStarted = false
    }

    private let state = Mutex(State())
    /// Counts the jobs that came while there was none.
    private let arrivals = DispatchSemaphore(value: 0)

    package init() {}

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let (isFirst, isNew) = state.withLock { state in
            state.jobs.append(job)
            defer { state.isStarted = true }
            return (state.jobs.count == 1, !state.isStarted)
        }
        if isNew { SystemThread.start { self.run() } }
        if isFirst { arrivals.signal() }
    }

    private func run() {
        // Those who work meanwhile bring more, which is done together. Without the permission it is slower.
        _ = give_way()
        while true {
            arrivals.wait()
            while let job = state.withLock({ $0.jobs.first }) {
                unsafe job.runSynchronously(on: asUnownedTaskExecutor())
                state.withLock { _ = $0.jobs.removeFirst() }
            }
        }
    }
}
