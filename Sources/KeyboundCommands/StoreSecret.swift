import CommandLineFront
import FileSystem
import Foundation
import LicenseBinding
import LicenseStore

/// A secret of 32 bytes in a file of the store that only its owner reads, which is made when it is needed first.
enum StoreSecret {
    private static let (limit, count) = (4096, 32)

    static func bytes(of name: String, in store: LicenseStore) throws -> [UInt8] {
        let folder = store.own
        do throws(FileError) {
            if !folder.has(name) {
                try folder.create()
                let new = Base64URL.encode(CommandContext.current.random(count)) + "\n"
                try folder.add(name, with: Array(new.utf8), mode: 0o600)
            }
        } catch {
            throw StoreError.file(error)
        }
        let path = folder.path(of: name)
        let text = String(decoding: try NamedFile.read(path, atMost: limit), as: UTF8.self)
        guard let bytes = Base64URL.decode(text.trimmingCharacters(in: .newlines)),
            bytes.count == count
        else {
            throw CommandFailure(
                "\(path) does not hold a key of this computer; without it, remove the file")
        }
        return bytes
    }
}
