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
            let known = try licenses.read(name, atMost: DocumentType.license.limit)
            if known == file { return false }
        } catch {
            throw .file(error)
        }
        throw .otherLicense(license.id, path: licenses.path(of: name))
    }

    /// Takes a license file out of the own store. The file stays in `removed`.
    /// - Returns: where it is now.
    package func remove(_ id: LicenseID, at path: String) throws(StoreError) -> String {
        let licenses = own.folder("licenses")
        guard let name = path.split(separator: "/").last.map(String.init),
            licenses.path(of: name) == path
        else { throw .notOwn(id, path: path) }
        let removed = own.folder("removed")
        do throws(FileError) {
            try removed.create()
            let file = try licenses.read(name, atMost: DocumentType.license.limit)
            try removed.replace(id.fileName, with: file)
            try licenses.remove(name)
        } catch {
            throw .file(error)
        }
        return removed.path(of: id.fileName)
    }
}

extension LicenseID {
    var fileName: String { description + ".lic" }
}
