import FileSystem
import Glibc

/// The files of a computer, by their paths below its root.
///
/// What cannot be read is as good as absent, and so is a file that not every user may read: else
/// root and a user would see two computers.
struct SystemFiles: Sendable {
    private static let limit = 65536

    private let tree: RootedTree

    init(below root: Folder) {
        tree = RootedTree(root: root)
    }

    func bytes(_ name: String, atMost limit: Int = Self.limit) -> [UInt8]? {
        guard let path = readable(name) else { return nil }
        // Nothing is lost: the part is left out, whatever the reason.
        return try? tree.root.read(path, atMost: limit)
    }

    func lines(_ name: String, atMost limit: Int = Self.limit) -> [Substring] {
        let text = bytes(name, atMost: limit).map { String(decoding: $0, as: UTF8.self) }
        return text?.split(whereSeparator: \.isNewline) ?? []
    }

    /// The whole content as a value.
    func value(_ name: String) -> String? {
        bytes(name).flatMap { PartText.clean(String(decoding: $0, as: UTF8.self)) }
    }

    /// The names in a folder, sorted; none if it is not there.
    func names(in folder: String) -> [String] {
        guard let path = tree.place(of: folder) else { return [] }
        // Nothing is lost: a computer without the folder has no such parts.
        return (try? tree.root.folder(path).entries()) ?? []
    }

    /// Where something really is, with all links followed.
    func place(of name: String) -> String? {
        tree.place(of: name)
    }

    func has(_ name: String) -> Bool {
        tree.place(of: name).map(tree.root.has) ?? false
    }

    /// The time of the last change of a file that every user may read, in seconds since 1970.
    func modified(_ name: String) -> Int64? {
        readable(name).flatMap { try? tree.root.modified($0) }
    }

    private func readable(_ name: String) -> String? {
        guard let path = tree.place(of: name) else { return nil }
        var status = stat()
        guard lstat(tree.root.path(of: path), &status) == 0,
            status.st_mode & S_IFMT == S_IFREG, status.st_mode & S_IROTH != 0
        else { return nil }
        return path
    }
}
