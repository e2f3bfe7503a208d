import Glibc
import SystemThreads

/// The hidraw node of a key, open and locked as libfido2 does it among its users: one at a time.
/// Browsers do not ask for the lock; the key itself then says that it is busy.
package final class HIDNode: ReportChannel {
    private let descriptor: Int32

    /// - Parameter limit: how long another program may hold the lock.
    /// - Throws: ``FIDO2Error/openFailed(errno:)``, or ``FIDO2Error/busy`` if it is held for longer.
    package init(opening path: String, within limit: Duration) throws(FIDO2Error) {
        descriptor = unsafe open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else {
            let code = errno
            throw FIDO2Error.failed(code) == .gone ? .gone : .openFailed(errno: code)
        }
        try lock(until: .now + limit)
    }

    deinit {
        // The lock goes with it.
        close(descriptor)
    }

    private func lock(until end: ContinuousClock.Instant) throws(FIDO2Error) {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw .openFailed(errno: errno) }
            guard .now < end else { throw .busy }
            SystemThread.pause(.milliseconds(50))
        }
    }

    package func read(within limit: Duration) throws(FIDO2Error) -> [UInt8]? {
        let end = ContinuousClock.now + limit
        while true {
            guard try waitForReport(until: end) else { return nil }
            var report = [UInt8](repeating: 0, count: reportLength)
            let count = unsafe Glibc.read(descriptor, &report, reportLength)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { throw .gone }
            return Array(report.prefix(count))
        }
    }

    private func waitForReport(until end: ContinuousClock.Instant) throws(FIDO2Error) -> Bool {
        var node = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while true {
            let left = max(end - .now, .zero) / .milliseconds(1)
            // Rounded up, so that the last moment is no busy loop.
            let ready = unsafe poll(&node, 1, Int32(clamping: Int(left.rounded(.up))))
            if ready < 0, errno == EINTR { continue }
            guard ready >= 0, Int32(node.revents) & (POLLERR | POLLHUP | POLLNVAL) == 0 else {
                throw .gone
            }
            return ready > 0
        }
    }

    package func write(_ report: [UInt8]) throws(FIDO2Error) {
        // The kernel wants the number of the report before it: 0, there is only one.
        let bytes = [0] + report
        while true {
            let count = unsafe Glibc.write(descriptor, bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            guard count == bytes.count else { throw .failed(errno) }
            return
        }
    }
}

extension FIDO2Error {
    /// What a failure to exchange a report says of the key.
    fileprivate static func failed(_ code: Int32) -> FIDO2Error {
        switch code {
        case ENODEV, ENXIO, EIO, ESHUTDOWN: .gone
        // A key that takes no report: ETIMEDOUT, EPIPE.
        default: .silent
        }
    }
}
