import Glibc

extension Folder {
    /// Writes a file whole or not at all, and returns when it is on the disk.
    ///
    /// The bytes go to a new file beside it, which is synced and then renamed over the old one; so
    /// a crash at any point leaves the old content or the new.
    /// - Parameter mode: permission bits of the file, cut by the process's file mode mask.
    package func replace(
        _ name: String, with bytes: some Collection<UInt8>, mode: UInt32 = 0o644
    ) throws(FileError) {
        let temporary = try write(bytes, besides: name, mode: mode)
        guard rename(temporary, path(of: name)) == 0 else {
            let problem = errno
            unlink(temporary)
            throw .failed(.rename, path: path(of: name), errno: problem)
        }
        try sync()
    }

    /// Writes a file that must not exist yet, with the same promise as ``replace(_:with:mode:)``.
    package func add(
        _ name: String, with bytes: some Collection<UInt8>, mode: UInt32 = 0o644
    ) throws(FileError) {
        let temporary = try write(bytes, besides: name, mode: mode)
        defer { unlink(temporary) }
        guard link(temporary, path(of: name)) == 0 else {
            throw .failed(.create, path: path(of: name), errno: errno)
        }
        try sync()
    }

    /// Removes a file, and returns when that is on the disk.
    package func remove(_ name: String) throws(FileError) {
        guard unlink(path(of: name)) == 0 else {
            throw .failed(.remove, path: path(of: name), errno: errno)
        }
        try sync()
    }

    private func write(
        _ bytes: some Collection<UInt8>, besides name: String, mode: UInt32
    ) throws(FileError) -> String {
        let temporary = path(of: ".\(name).\(UInt64.random(in: 0 ... .max)).tmp")
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else {
            throw .failed(.create, path: path(of: name), errno: errno)
        }
        let problem = Self.fill(descriptor, with: Array(bytes))
        close(descriptor)
        guard problem == 0 else {
            unlink(temporary)
            throw .failed(.write, path: path(of: name), errno: problem)
        }
        return temporary
    }

    /// Writes all bytes and syncs them; gives the `errno` of what failed, or 0.
    private static func fill(_ descriptor: Int32, with bytes: [UInt8]) -> Int32 {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress, buffer.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return errno }
            written += count
        }
        return fsync(descriptor) == 0 ? 0 : errno
    }

    /// Makes renames and removals in this folder last.
    private func sync() throws(FileError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .failed(.open, path: path, errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .failed(.write, path: path, errno: errno) }
    }
}
