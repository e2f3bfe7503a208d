import FileSystem
import LicenseBinding

extension LicenseStore {
    private static let enrollmentFolder = "enrollments"

    /// The enrollment files of FIDO2 keys, those of the own store first: such a key is known before a
    /// license is bound to it.
    package func enrollments(atMost limit: Int) -> [StoredFile] {
        files(in: Self.enrollmentFolder, ending: ".json", atMost: limit)
    }

    /// Keeps the enrollment of a key.
    /// - Parameter thumbprint: the key's own, as its ID has it.
    /// - Returns: the path of the file.
    package func keepEnrollment(
        of thumbprint: String, file: [UInt8]
    ) throws(StoreError) -> String {
        let folder = own.folder(Self.enrollmentFolder)
        let name = "fido2-\(PercentEncoding.encode(thumbprint)).json"
        do throws(FileError) {
            try folder.create()
            try folder.replace(name, with: file)
            return folder.path(of: name)
        } catch {
            throw .file(error)
        }
    }
}
