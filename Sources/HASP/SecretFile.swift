package import FileSystem

/// Why a file with a secret is not used.
package enum SecretFileError: Error, Hashable, Sendable {
    case file(FileError)
    /// Others than its owner may read or write it.
    case notPrivate(path: String)
    case empty(path: String)
}

/// A file with one secret, which only its owner may read.
enum SecretFile {
    private static let limit = 65536

    /// The secret without white space around it.
    static func read(_ path: String) throws(SecretFileError) -> [UInt8] {
        let isPrivate: Bool
        let bytes: [UInt8]
        do throws(FileError) {
            isPrivate = try NamedFile.isPrivate(path)
            bytes = try NamedFile.read(path, atMost: limit)
        } catch {
            throw .file(error)
        }
        guard isPrivate else { throw .notPrivate(path: path) }
        let secret = bytes.drop(while: \.isSpace).reversed().drop(while: \.isSpace).reversed()
        guard !secret.isEmpty else { throw .empty(path: path) }
        return Array(secret)
    }
}

extension UInt8 {
    /// Space, tab, line feed, vertical tab, form feed or carriage return.
    var isSpace: Bool { self == 0x20 || (0x09...0x0d).contains(self) }
}
