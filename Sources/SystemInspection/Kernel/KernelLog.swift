import FileSystem
import Glibc

/// The kernel's log, or that this user may not read it.
package enum KernelLog: Hashable, Sendable {
    case records([KernelRecord])
    case refused
    case absent
}

extension SystemInspection {
    private static let mostKept = 4 << 20
    private static let mostRead = 64 << 20
    private static let recordLimit = 16384

    /// How long the computer has been awake since it was started: what the kernel's log counts.
    package static func awake() -> Duration {
        var reading = timespec()
        clock_gettime(CLOCK_MONOTONIC, &reading)
        return .seconds(Int64(reading.tv_sec)) + .nanoseconds(Int64(reading.tv_nsec))
    }

    /// The newest records. It never waits for more.
    package func kernelLog() -> KernelLog {
        let descriptor = open(root.path(of: "dev/kmsg"), O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == ENOENT ? .absent : .refused }
        defer { close(descriptor) }
        guard let bytes = Self.newest(descriptor) else { return .refused }
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        return .records(
            lines.compactMap { line in
                KernelRecord(line: String(decoding: line, as: UTF8.self)[...])
            })
    }

    /// The end of the log; nothing if reading is refused.
    private static func newest(_ descriptor: Int32) -> [UInt8]? {
        var bytes: [UInt8] = []
        var total = 0
        // Each turn is one record; those that were overwritten meanwhile give EPIPE.
        for _ in 0..<mostRead / 64 where total < mostRead {
            let (record, problem) = record(descriptor)
            if problem == EPIPE || problem == EINTR { continue }
            if problem == EPERM || problem == EACCES { return nil }
            guard problem == 0, !record.isEmpty else { return bytes }
            bytes += record
            total += record.count
            if bytes.count > mostKept { bytes.removeFirst(mostKept / 2) }
        }
        return bytes
    }

    private static func record(_ descriptor: Int32) -> (bytes: [UInt8], errno: Int32) {
        var problem: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: recordLimit) { buffer, count in
            let length = read(descriptor, buffer.baseAddress, buffer.count)
            if length < 0 { problem = errno }
            count = max(length, 0)
        }
        return (bytes, problem)
    }
}
