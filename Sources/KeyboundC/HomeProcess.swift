import Glibc
import Synchronization

/// The process that opened the first session: threads and locks of this library are its own, and a child has none of
/// them.
enum HomeProcess {
    private static let first = Atomic<Int32>(0)

    /// Whether this is that process, or there is none yet.
    static var isHere: Bool {
        let known = first.load(ordering: .relaxed)
        return known == 0 || known == getpid()
    }

    /// Makes this that process, as threads are about to start.
    static func settle() {
        _ = first.compareExchange(expected: 0, desired: getpid(), ordering: .relaxed)
    }
}
