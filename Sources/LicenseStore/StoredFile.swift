package import FileSystem

/// A file of the store, or why it could not be read.
package struct StoredFile: Sendable {
    package let path: String
    package let content: Result<[UInt8], FileError>
}

/// A file that was found, and not read yet.
struct FoundFile: Sendable {
    let folder: Folder
    let name: String
    let limit: Int

    func read() -> StoredFile {
        let content = Result { () throws(FileError) in try folder.read(name, atMost: limit) }
        return StoredFile(path: folder.path(of: name), content: content)
    }
}

extension LicenseStore {
    /// The files of a folder with this ending, of the own store first.
    func files(in name: String, ending: String, atMost limit: Int) -> [StoredFile] {
        let (found, unlisted) = find(in: name, ending: ending, atMost: limit)
        return unlisted + found.map { $0.read() }
    }

    /// Finds the files of a folder, for whoever reads many of them.
    ///
    /// A folder that is not there is empty; one that cannot be listed is a file that cannot be read.
    func find(
        in name: String, ending: String, atMost limit: Int
    ) -> (files: [FoundFile], unlisted: [StoredFile]) {
        var files: [FoundFile] = []
        var unlisted: [StoredFile] = []
        for folder in all.map({ $0.folder(name) }) {
            do throws(FileError) {
                files += try folder.entries().filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }
                    .map { FoundFile(folder: folder, name: $0, limit: limit) }
            } catch {
                guard !error.isAbsence else { continue }
                unlisted.append(StoredFile(path: error.path, content: .failure(error)))
            }
        }
        return (files, unlisted)
    }
}
