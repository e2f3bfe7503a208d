import FileSystem
package import LicenseBinding

extension LicenseStore {
    /// The newest list of each publisher, by its root, and the files among them that are none.
    package func revocations(
        readBy reader: inout DocumentReader
    ) -> (lists: [String: SignedRevocations], problems: [StoreProblem]) {
        var lists: [String: SignedRevocations] = [:]
        var problems: [StoreProblem] = []
        let limit = DocumentType.revocations.limit
        for file in files(in: "revocations", ending: ".jwt", atMost: limit) {
            switch file.content {
            case .failure(let error):
                problems.append(StoreProblem(path: file.path, cause: .file(error)))
            case .success(let bytes):
                do throws(Refusal) {
                    let list = try reader.revocations(bytes)
                    let known = lists[list.root]?.sequence ?? -1
                    if list.sequence > known { lists[list.root] = list }
                } catch {
                    problems.append(StoreProblem(path: file.path, cause: .refusal(error)))
                }
            }
        }
        return (lists, problems)
    }

    /// Keeps a verified list in place of the older one of its publisher.
    /// - Parameter known: the newest list of that publisher so far.
    package func keep(
        _ list: SignedRevocations, file: [UInt8], after known: SignedRevocations?
    ) throws(StoreError) {
        if let known, known.sequence > list.sequence {
            throw .olderRevocations(known: known.sequence, given: list.sequence)
        }
        do throws(FileError) {
            let folder = own.folder("revocations")
            try folder.create()
            try folder.replace(list.root + ".jwt", with: file)
        } catch {
            throw .file(error)
        }
    }
}
