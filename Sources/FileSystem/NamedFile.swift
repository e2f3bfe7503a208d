import Glibc

/// A file that a person named, anywhere.
package enum NamedFile {
    package static func read(_ path: String, atMost limit: Int) throws(FileError) -> [UInt8] {
        let (folder, name) = split(path)
        return try folder.read(name, atMost: limit)
    }

    package static func exists(_ path: String) -> Bool {
        let (folder, name) = split(path)
        return folder.has(name)
    }

    /// Whether only the owner may read and write the file.
    package static func isPrivate(_ path: String) throws(FileError) -> Bool {
        try status(of: path).st_mode & 0o077 == 0
    }

    /// Whether somebody else than root and this user can change the file, or put another one in its place.
    package static func isChangeableByOthers(_ path: String) throws(FileError) -> Bool {
        let (folder, _) = split(path)
        for path in [path, folder.path] {
            let status = try status(of: path)
            let isOwned = status.st_uid == 0 || status.st_uid == geteuid()
            if !isOwned || status.st_mode & 0o022 != 0 { return true }
        }
        return false
    }

    private static func status(of path: String) throws(FileError) -> stat {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw .failed(.inspect, path: path, errno: errno)
        }
        return status
    }

    /// Writes a file that must not exist yet: nothing of a person's is overwritten.
    package static func add(
        _ path: String, with bytes: some Collection<UInt8>, mode: UInt32 = 0o644
    ) throws(FileError) {
        let (folder, name) = split(path)
        try folder.add(name, with: bytes, mode: mode)
    }

    private static func split(_ path: String) -> (folder: Folder, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (Folder("."), path) }
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        return (Folder(folder), String(path[path.index(after: slash)...]))
    }
}
