import Dispatch
package import Glibc

/// A thread of the system for work that blocks. Neither Swift's pool nor Dispatch's, of which there are 255 at most, is
/// held up by it. It takes no signals, which are for others to handle.
package enum SystemThread {
    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Why there is no thread.
    package struct Failure: Error {
        package let errno: Int32
    }

    /// - Returns: the thread, which is to be joined or detached.
    package static func create(
        _ body: @escaping @Sendable () -> Void
    ) throws(Failure) -> pthread_t {
        var thread = pthread_t()
        // The new thread takes the count back; if it cannot start, it is taken back here.
        let work = unsafe Unmanaged.passRetained(Work(body))
        let code = unsafe pthread_create(
            &thread, nil,
            { work in
                guard let work = unsafe work else { return nil }
                SystemThread.blockSignals()
                // The count that `create` left.
                unsafe Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body()
                return nil
            }, work.toOpaque())
        guard code == 0 else {
            // Nobody else took the count.
            unsafe work.release()
            throw Failure(errno: code)
        }
        return thread
    }

    /// Begins the work; where the system has no more threads, on one of Dispatch's.
    package static func start(_ body: @escaping @Sendable () -> Void) {
        do throws(Failure) {
            pthread_detach(try create(body))
        } catch {
            DispatchQueue(label: "work").async { body() }
        }
    }

    /// Does the work, and suspends meanwhile.
    package static func run<Value: Sendable>(
        _ work: @escaping @Sendable () -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            start { continuation.resume(returning: work()) }
        }
    }

    /// Lets a moment pass on such a thread, where nothing tells when to go on: a lock of another program, udev at work,
    /// a key that is busy, a daemon that is away.
    package static func pause(_ time: Duration) {
        usleep(UInt32(time / .microseconds(1)))
    }

    private static func blockSignals() {
        var signals = sigset_t()
        // Both calls fill or read the variable and keep nothing.
        unsafe sigfillset(&signals)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
