import FileSystem
package import LicenseBinding

extension LicenseStore {
    /// The newest catalog of a publisher, and why others could not be read.
    /// - Parameter root: the thumbprint of the publisher's root.
    package func catalog(
        of root: String, readBy reader: inout DocumentReader
    ) -> (newest: SignedCatalog?, problems: [StoreProblem]) {
        var newest: SignedCatalog?
        var problems: [StoreProblem] = []
        for file in files(in: "catalogs", ending: ".jwt", atMost: DocumentType.catalog.limit) {
            switch file.content {
            case .failure(let error):
                problems.append(StoreProblem(path: file.path, cause: .file(error)))
            case .success(let bytes):
                do throws(Refusal) {
                    let catalog = try reader.catalog(bytes)
                    guard catalog.root == root else { continue }
                    if newest.map({ $0.issuedAt < catalog.issuedAt }) ?? true { newest = catalog }
                } catch {
                    problems.append(StoreProblem(path: file.path, cause: .refusal(error)))
                }
            }
        }
        return (newest, problems)
    }

    /// Keeps a verified catalog in place of the older one of its publisher.
    /// - Parameter known: the newest one so far.
    /// - Returns: whether it is newer.
    package func keep(
        _ catalog: SignedCatalog, file: [UInt8], after known: SignedCatalog?
    ) throws(StoreError) -> Bool {
        if let known, known.issuedAt >= catalog.issuedAt { return false }
        do throws(FileError) {
            let folder = own.folder("catalogs")
            try folder.create()
            try folder.replace(catalog.root + ".jwt", with: file)
            return true
        } catch {
            throw .file(error)
        }
    }
}
