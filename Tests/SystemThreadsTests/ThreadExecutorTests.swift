import Foundation
import Synchronization
import SystemThreads
import Testing

struct ThreadExecutorTests {
    private final class Log: Sendable {
        let numbers = Mutex<[Int]>([])
    }

    @Test func `tasks run one after the other on one thread, as they came`() async {
        let executor = ThreadExecutor()
        let log = Log()
        let threads = await withTaskGroup { tasks in
            for number in 0..<100 {
                tasks.addTask(executorPreference: executor) {
                    log.numbers.withLock { $0.append(number) }
                    return pthread_self()
                }
            }
            return await tasks.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(threads.count == 1)
        #expect(log.numbers.withLock(\.self) == Array(0..<100))
    }

    @Test func `its thread takes the processor from no other one`() async {
        let task = Task(executorPreference: ThreadExecutor()) { sched_getscheduler(0) }
        let policy = await task.value
        // SCHED_BATCH, sched(7).
        #expect(policy == 3)
    }
}
