import FileSystem
package import LicenseBinding

extension LicenseStore {
    /// Puts a license into the own store, with the computer as it is now beside it.
    /// - Returns: whether it is new; the same file twice is harmless.
    package func install(
        _ license: License, file: [UInt8], on snapshot: MachineSnapshot
    ) throws(StoreError) -> Bool {
        let name = license.id.fileName
        let licenses = own.folder("licenses")
        do throws(FileError) {
            try licenses.create()
            if !licenses.has(name) {
                try keep(snapshot, of: license.id)
                try licenses.add(name, with: file)
                return true
            }
            let known = try licenses.read(name, atMost: Self.limit)
            if known == file { return false }
        } catch {
            throw .file(error)
        }
        throw .otherLicense(license.id, path: licenses.path(of: name))
    }

    /// Takes a license file out of the own store. The file stays in `removed`, beside what was
    /// removed before.
    /// - Returns: where it is now.
    package func remove(_ id: LicenseID, at path: String) throws(StoreError) -> String {
        let licenses = own.folder("licenses")
        guard let name = path.split(separator: "/").last.map(String.init),
            licenses.path(of: name) == path
        else { throw .notOwn(id, path: path) }
        let removed = own.folder("removed")
        do throws(FileError) {
            try removed.create()
            let kept = try place(of: licenses.read(name, atMost: Self.limit), id, in: removed)
            try licenses.remove(name)
            return removed.path(of: kept)
        } catch {
            throw .file(error)
        }
    }

    /// Keeps a file under the license's ID, or with a number behind it if another is there.
    private func place(
        of file: [UInt8], _ id: LicenseID, in removed: Folder
    ) throws(FileError) -> String {
        var name = id.fileName
        var number = 1
        while removed.has(name), try removed.read(name, atMost: Self.limit) != file {
            number += 1
            name = "\(id)-\(number).lic"
        }
        if !removed.has(name) { try removed.add(name, with: file) }
        return name
    }

    private static var limit: Int { DocumentType.license.limit }
}

extension LicenseID {
    var fileName: String { description + ".lic" }
}
