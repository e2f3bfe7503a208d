import FileSystem
import LicenseBinding
import LicenseStore
import SiteBackup

/// The files of a store that a backup holds.
struct StoreFiles {
    private static let limit = DocumentType.revocations.limit
    /// Folders with files that are the administrator's alone.
    private static let own: Set<String> = ["machines", "licensees", "pins"]

    let folder: Folder

    init(of store: LicenseStore) {
        folder = store.own
    }

    /// All that is there. What cannot be read fails the whole: a backup that lacks a license is none.
    func all() throws -> [BackupArchive.File] {
        var files: [BackupArchive.File] = []
        for name in BackupArchive.folders where folder.has(name) {
            let folder = folder.folder(name)
            for file in try folder.entries() where BackupArchive.isName(file) {
                files.append(
                    BackupArchive.File(
                        folder: name, name: file,
                        content: try folder.read(file, atMost: Self.limit)))
            }
        }
        return files
    }

    /// What there is in place of a file.
    func content(of file: BackupArchive.File) throws -> [UInt8]? {
        let folder = folder.folder(file.folder)
        return folder.has(file.name) ? try folder.read(file.name, atMost: Self.limit) : nil
    }

    func write(_ file: BackupArchive.File) throws {
        let isOwn = Self.own.contains(file.folder)
        let folder = folder.folder(file.folder)
        try folder.create(mode: isOwn && file.folder != "machines" ? 0o700 : 0o755)
        try folder.replace(file.name, with: file.content, mode: isOwn ? 0o600 : 0o644)
    }
}
