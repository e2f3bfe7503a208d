import FileSystem
import Glibc

/// A folder whose links are followed as if it were `/`: absolute ones and `..` stay below it, so
/// that a copy of another computer's files never shows this one's.
struct RootedTree: Sendable {
    /// As many as the kernel follows (path_resolution(7)).
    private static let mostLinks = 40
    private static let mostNames = 256

    let root: Folder

    /// The path below the root with no links in it. Whether something is there is not said.
    func place(of path: String) -> String? {
        var pending = Self.names(of: path)
        var place: [Substring] = []
        var links = 0
        while let name = pending.popLast() {
            if name == ".." {
                _ = place.popLast()
                continue
            }
            place.append(name)
            guard let target = target(ofLink: place.joined(separator: "/")) else { continue }
            links += 1
            place = target.first == "/" ? [] : place.dropLast()
            pending += Self.names(of: target)
            guard links <= Self.mostLinks, pending.count <= Self.mostNames else { return nil }
        }
        return place.joined(separator: "/")
    }

    /// The names of a path, the first one last.
    private static func names(of path: String) -> [Substring] {
        path.split(separator: "/").filter { $0 != "." }.reversed()
    }

    private func target(ofLink place: String) -> String? {
        let path = root.path(of: place)
        let size = Int(PATH_MAX)
        let bytes = [CChar](unsafeUninitializedCapacity: size) { buffer, count in
            count = buffer.baseAddress.map { max(readlink(path, $0, size), 0) } ?? 0
        }
        guard !bytes.isEmpty else { return nil }
        return String(decoding: bytes.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
