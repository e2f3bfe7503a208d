import Glibc
import Synchronization

/// The process that opened the first session: threads and locks of this library are its own, and a child has none of
/// them.
enum HomeProcess {
    private static let first = Atomic<Int32>(0)

    /// Whether this is that process; it is if there was none before.
    static var isHere: Bool {
        let process = getpid()
        let (isFirst, known) = first.compareExchange(
            expected: 0, desired: process, ordering: .relaxed)
        return isFirst || known == process
    }
}
