import FileSystem

extension LicenseStore {
    private static let seatFolder = "seats"
    private static let seatLimit = 64 * 1024

    /// The files of seats that this user has claimed by a command or borrowed, and those that are for all users.
    package var seats: [StoredFile] {
        files(in: Self.seatFolder, ending: ".json", atMost: Self.seatLimit)
    }

    /// Keeps a seat, whose secret only its owner reads.
    /// - Parameter name: a UUID.
    package func keepSeat(_ name: String, file: [UInt8]) throws(StoreError) {
        let folder = own.folder(Self.seatFolder)
        do throws(FileError) {
            try folder.create()
            try folder.replace("\(name).json", with: file, mode: 0o600)
        } catch {
            throw .file(error)
        }
    }

    package func removeSeat(_ name: String) throws(StoreError) {
        do throws(FileError) {
            try own.folder(Self.seatFolder).remove("\(name).json")
        } catch {
            throw .file(error)
        }
    }
}
