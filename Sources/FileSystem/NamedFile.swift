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

    /// The path of the file itself, without links on the way.
    package static func resolved(_ path: String) throws(FileError) -> String {
        guard let real = realpath(path, nil) else {
            throw .failed(.inspect, path: path, errno: errno)
        }
        defer { free(real) }
        return String(cString: real)
    }

    /// Whether somebody else than root and this user can change the file, or put another one in its place.
    /// - Parameter path: resolved before.
    package static func isChangeableByOthers(_ path: String) throws(FileError) -> Bool {
        var place = path
        while true {
            let status = try status(of: place)
            let isOwned = status.st_uid == 0 || status.st_uid == geteuid()
            // In a folder with the sticky bit only owners take away what is theirs.
            let isSticky = place != path && status.st_mode & S_ISVTX != 0
            let isShared = status.st_mode & 0o022 != 0 && !isSticky
            if !isOwned || isShared { return true }
            guard place != "/" else { return false }
            place = split(place).folder.path
        }
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
