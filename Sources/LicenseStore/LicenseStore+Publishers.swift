import FileSystem
package import LicenseBinding

extension LicenseStore {
    /// The most bytes that a publisher's root may have.
    package static let rootLimit = 64 * 1024

    /// The trusted roots, each once, and the files among them that are none.
    package func publishers() -> (roots: [PublisherRoot], problems: [StoreProblem]) {
        var roots: [PublisherRoot] = []
        var problems: [StoreProblem] = []
        for file in files(in: "publishers", ending: ".jwk", atMost: Self.rootLimit) {
            switch file.content {
            case .failure(let error):
                problems.append(StoreProblem(path: file.path, cause: .file(error)))
            case .success(let bytes):
                do throws(Defect) {
                    let root = try PublisherRoot(parsing: bytes)
                    if let place = roots.firstIndex(where: { $0.key == root.key }) {
                        if roots[place].sealing == nil { roots[place] = root }
                    } else {
                        roots.append(root)
                    }
                } catch {
                    problems.append(StoreProblem(path: file.path, cause: .defect(error)))
                }
            }
        }
        return (roots, problems)
    }

    /// Trusts a publisher from now on.
    package func trust(_ root: PublisherRoot) throws(StoreError) {
        do throws(FileError) {
            let folder = own.folder("publishers")
            try folder.create()
            try folder.replace(
                "\(root.key.thumbprint).jwk",
                with: root.jwk.file)
        } catch {
            throw .file(error)
        }
    }
}
