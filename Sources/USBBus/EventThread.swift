import Glibc
import SystemThreads

/// The thread that the bus is followed on, which somebody waits for at its end.
final class EventThread: Sendable {
    private let thread: pthread_t

    init(_ body: @escaping @Sendable () -> Void) throws(USBError) {
        do throws(SystemThread.Failure) {
            thread = try SystemThread.create(body)
        } catch {
            throw .threadFailed(errno: error.errno)
        }
    }

    /// Waits until the thread has ended; once, and not from the thread itself.
    func join() {
        pthread_join(thread, nil)
    }
}
