package import FileSystem

/// A file of the store, or why it could not be read.
package struct StoredFile: Sendable {
    package let path: String
    package let content: Result<[UInt8], FileError>
}

extension LicenseStore {
    /// The files of a folder with this ending, of the own store first.
    ///
    /// A folder that is not there is empty; one that cannot be listed is a file that cannot be read.
    func files(in name: String, ending: String, atMost limit: Int) -> [StoredFile] {
        all.flatMap { store in
            let folder = store.folder(name)
            do throws(FileError) {
                return try folder.entries().filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }
                    .map { folder.file($0, atMost: limit) }
            } catch {
                guard !error.isAbsence else { return [] }
                return [StoredFile(path: error.path, content: .failure(error))]
            }
        }
    }
}

extension Folder {
    func file(_ name: String, atMost limit: Int) -> StoredFile {
        let content = Result { () throws(FileError) in try read(name, atMost: limit) }
        return StoredFile(path: path(of: name), content: content)
    }
}
