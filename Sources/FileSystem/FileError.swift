import Glibc

/// What could not be done with a file, and why.
package enum FileError: Error, Hashable, Sendable {
    /// A system call failed with this `errno`.
    case failed(FileOperation, path: String, errno: Int32)
    /// The file holds more than the reader accepts.
    case tooLarge(path: String, limit: Int)
    /// The path names a device, a pipe or a folder where a plain file is needed.
    case notAFile(path: String)

    /// The file or folder that it is about.
    package var path: String {
        switch self {
        case .failed(_, let path, _), .tooLarge(let path, _), .notAFile(let path): path
        }
    }

    /// Whether something of that name is there already.
    package var isPresence: Bool {
        guard case .failed(_, _, let code) = self else { return false }
        return code == EEXIST
    }

    /// Whether the file or folder is simply not there.
    package var isAbsence: Bool {
        guard case .failed(_, _, let code) = self else { return false }
        return code == ENOENT || code == ENOTDIR
    }
}

/// What was attempted when a ``FileError`` came up.
package enum FileOperation: String, Hashable, Sendable {
    case open
    case read
    case write
    case list
    case create
    case rename
    case remove
    case inspect
}
