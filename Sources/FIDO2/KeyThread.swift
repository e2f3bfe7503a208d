import Glibc
import SystemThreads

/// Threads for work with keys, which blocks for as long as a key takes: never one of those that
/// Swift's tasks share.
package enum KeyThread {
    package static func run<Value: Sendable>(
        _ work: @escaping @Sendable () -> Value
    ) async -> Value {
        await SystemThread.run(work)
    }

    /// Lets a moment pass on such a thread, where nothing tells when to go on: a lock of another
    /// program, udev at work, a key that is busy.
    package static func pause(_ time: Duration) {
        usleep(UInt32(time / .microseconds(1)))
    }
}
