package import FileSystem
import Glibc

/// Reads facts about a computer below a root folder. It changes nothing and waits for nothing;
/// what cannot be read is as good as absent, unless a result says otherwise.
package struct SystemInspection: Sendable {
    package let root: Folder

    package init(root: Folder = Folder("/")) {
        self.root = root
    }

    package func has(_ path: String) -> Bool {
        root.has(path)
    }

    func text(_ path: String, atMost limit: Int = 65536) -> String? {
        // Nothing is lost: every fact has a value for "not known".
        try? root.text(path, atMost: limit)
    }

    /// The names in a folder, sorted; none if it cannot be listed.
    func names(in path: String) -> [String] {
        (try? root.folder(path).entries()) ?? []
    }

    /// What a symbolic link says; nothing if it is none.
    func target(ofLink path: String) -> String? {
        let size = Int(PATH_MAX)
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = buffer.baseAddress.map { max(readlink(root.path(of: path), $0, size), 0) } ?? 0
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
}
