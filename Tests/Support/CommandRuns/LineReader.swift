package import Foundation

/// The lines that a process writes, for each of which it waits ten seconds at most.
package struct LineReader {
    package struct Silence: Error {}

    private let handle: FileHandle

    package init(_ handle: FileHandle) {
        self.handle = handle
    }

    /// The next line, without its line feed.
    package func next() throws -> [UInt8] {
        var line: [UInt8] = []
        while true {
            var waiting = pollfd(fd: handle.fileDescriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 10_000) == 1,
                let byte = try handle.read(upToCount: 1)?.first
            else { throw Silence() }
            if byte == UInt8(ascii: "\n") { return line }
            line.append(byte)
        }
    }
}
