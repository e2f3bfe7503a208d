import FileSystem
package import LicenseBinding

extension LicenseStore {
    /// The newest list of each publisher, by its name, and the files among them that are none.
    package func revocations(
        readBy reader: inout DocumentReader
    ) -> (lists: [String: RevocationList], problems: [StoreProblem]) {
        var lists: [String: RevocationList] = [:]
        var problems: [StoreProblem] = []
        let limit = DocumentType.revocations.limit
        for file in files(in: "revocations", ending: ".jwt", atMost: limit) {
            switch file.content {
            case .failure(let error):
                problems.append(StoreProblem(path: file.path, cause: .file(error)))
            case .success(let bytes):
                do throws(Refusal) {
                    let list = try reader.revocations(bytes)
                    let known = lists[list.publisher]?.sequence ?? -1
                    if list.sequence > known { lists[list.publisher] = list }
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
        _ list: RevocationList, file: [UInt8], after known: RevocationList?
    ) throws(StoreError) {
        if let known, known.sequence > list.sequence {
            throw .olderRevocations(known: known.sequence, given: list.sequence)
        }
        do throws(FileError) {
            let folder = own.folder("revocations")
            try folder.create()
            try folder.replace(PercentEncoding.encode(list.publisher) + ".jwt", with: file)
        } catch {
            throw .file(error)
        }
    }
}
