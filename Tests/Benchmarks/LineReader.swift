import Foundation

/// Waits for the lines of a process, for each ten seconds at most.
struct LineReader {
    struct Silence: Error {}

    private let handle: FileHandle

    init(_ handle: FileHandle) {
        self.handle = handle
    }

    func skip() throws {
        while true {
            var waiting = pollfd(fd: handle.fileDescriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 10_000) == 1,
                let byte = try handle.read(upToCount: 1)?.first
            else { throw Silence() }
            if byte == UInt8(ascii: "\n") { return }
        }
    }
}
