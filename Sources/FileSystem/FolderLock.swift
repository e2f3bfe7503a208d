import Glibc

/// An exclusive lock on a folder, held until the value goes out of scope; for changes that read,
/// decide and write. The kernel frees it when the process dies.
package struct FolderLock: ~Copyable {
    private let descriptor: Int32

    /// Waits for the lock.
    package init(on folder: Folder) throws(FileError) {
        let path = folder.path(of: ".lock")
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .failed(.lock, path: path, errno: errno) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else {
                let problem = errno
                close(descriptor)
                throw .failed(.lock, path: path, errno: problem)
            }
        }
    }

    deinit {
        close(descriptor)
    }
}
