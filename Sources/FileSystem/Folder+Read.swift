import Glibc

extension Folder {
    /// The bytes of a plain file.
    ///
    /// Sizes that the file system states are not trusted: reading stops at the limit.
    /// - Parameter limit: the most bytes that are accepted.
    package func read(_ name: String, atMost limit: Int) throws(FileError) -> [UInt8] {
        let path = path(of: name)
        // O_NONBLOCK: a pipe put in a file's place must not hang the reader.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .failed(.open, path: path, errno: errno) }
        defer { close(descriptor) }
        let status = try status(of: descriptor, at: path)
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        guard status.st_size <= limit else { throw .tooLarge(path: path, limit: limit) }
        // Files of sysfs state a page and files of procfs nothing, so the size is a hint only.
        let hint = min(max(Int(status.st_size), 4096), limit) + 1
        var bytes: [UInt8] = []
        while true {
            let room = max(hint - bytes.count, 4096)
            let chunk = try chunk(of: descriptor, room: room, at: path)
            if chunk.isEmpty { return bytes }
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            guard bytes.count <= limit else { throw .tooLarge(path: path, limit: limit) }
        }
    }

    /// The text of a plain file without its final line feed; bytes that are no UTF-8 are replaced.
    package func text(_ name: String, atMost limit: Int = 65536) throws(FileError) -> String {
        var bytes = try read(name, atMost: limit)
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The time of the last change of a file's content, in seconds since 1970.
    package func modified(_ name: String) throws(FileError) -> Int64 {
        var status = stat()
        guard stat(path(of: name), &status) == 0 else {
            throw .failed(.inspect, path: path(of: name), errno: errno)
        }
        return Int64(status.st_mtim.tv_sec)
    }

    private func status(of descriptor: Int32, at path: String) throws(FileError) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .failed(.inspect, path: path, errno: errno)
        }
        return status
    }

    private func chunk(
        of descriptor: Int32, room: Int, at path: String
    ) throws(FileError) -> [UInt8] {
        var problem: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            var length = Glibc.read(descriptor, buffer.baseAddress, room)
            while length < 0, errno == EINTR {
                length = Glibc.read(descriptor, buffer.baseAddress, room)
            }
            if length < 0 { problem = errno }
            count = max(length, 0)
        }
        guard problem == 0 else { throw .failed(.read, path: path, errno: problem) }
        return bytes
    }
}
