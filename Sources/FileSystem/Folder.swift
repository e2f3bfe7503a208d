import Glibc

/// A folder, and the plain files below it: bounded reads, atomic durable writes.
package struct Folder: Hashable, Sendable {
    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    /// The path of something below this folder; a leading slash in `name` changes nothing.
    package func path(of name: String) -> String {
        let slashes = name.prefix { $0 == "/" }.count
        let base = path.last == "/" ? String(path.dropLast()) : path
        return base + "/" + name.dropFirst(slashes)
    }

    package func folder(_ name: String) -> Folder {
        Folder(path(of: name))
    }

    /// The names of all entries but `.` and `..`, sorted by their bytes.
    package func entries() throws(FileError) -> [String] {
        guard let directory = opendir(path) else {
            throw .failed(.list, path: path, errno: errno)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Whether something of that name is there.
    package func has(_ name: String) -> Bool {
        access(path(of: name), F_OK) == 0
    }

    /// Makes the folder and its parents.
    /// - Parameter mode: permission bits of the folder if it is made; its parents get 0755.
    package func create(mode: UInt32 = 0o755) throws(FileError) {
        guard mkdir(path, mode) != 0, errno != EEXIST else { return }
        let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        guard errno == ENOENT, !parent.isEmpty else {
            throw .failed(.create, path: path, errno: errno)
        }
        try Folder(parent).create()
        guard mkdir(path, mode) == 0 || errno == EEXIST else {
            throw .failed(.create, path: path, errno: errno)
        }
    }
}
