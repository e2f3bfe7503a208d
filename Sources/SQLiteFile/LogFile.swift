import Glibc

/// SQLite's write-ahead log as a file.
package enum LogFile {
    /// Makes the log as long as it becomes, beyond what it holds. A commit that overwrites takes the disk half the time of one
    /// that makes its file longer; SQLite reads no further than its own frames.
    package static func extend(_ path: String, to size: Int) throws {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw LogFileError(errno: errno) }
        defer { close(descriptor) }
        var place = Int(lseek(descriptor, 0, SEEK_END))
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        while place < size {
            let count = pwrite(descriptor, zeros, min(zeros.count, size - place), off_t(place))
            // A disk that is full keeps a shorter log, and says so when it matters.
            guard count > 0 else { return }
            place += count
        }
        fdatasync(descriptor)
    }
}

/// The log cannot be opened.
struct LogFileError: Error {
    let errno: Int32
}
