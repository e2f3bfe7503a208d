import Glibc

/// A thread of the system, outside Swift's pool, so that it may block.
final class EventThread: Sendable {
    private let thread: pthread_t

    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Starts the thread; it blocks all signals, which are for others to handle.
    init(_ body: @escaping @Sendable () -> Void) throws(USBError) {
        var thread = pthread_t()
        // The new thread takes the count back; if it cannot start, it is taken back here.
        let work = unsafe Unmanaged.passRetained(Work(body))
        let code = unsafe pthread_create(
            &thread, nil,
            { work in
                guard let work = unsafe work else { return nil }
                EventThread.blockSignals()
                // The count that `init` left.
                unsafe Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body()
                return nil
            }, work.toOpaque())
        guard code == 0 else {
            // Nobody else took the count.
            unsafe work.release()
            throw .threadFailed(errno: code)
        }
        self.thread = thread
    }

    /// Waits until the thread has ended; once, and not from the thread itself.
    func join() {
        pthread_join(thread, nil)
    }

    private static func blockSignals() {
        var signals = sigset_t()
        // Both calls fill or read the variable and keep nothing.
        unsafe sigfillset(&signals)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
