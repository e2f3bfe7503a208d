import FileSystem
package import LicenseBinding

extension LicenseStore {
    func keep(_ snapshot: MachineSnapshot, of id: LicenseID) throws(FileError) {
        let machines = own.folder("machines")
        try machines.create()
        // Serial numbers and addresses are nobody's business but the administrator's.
        try machines.replace("\(id).json", with: snapshot.json.file, mode: 0o600)
    }

    /// The computer that a license was installed on; `nil` if that is not known or not for this
    /// user to read. Nothing is decided by it: it only names what changed.
    package func snapshot(of id: LicenseID) -> MachineSnapshot? {
        for folder in all {
            // What is lost without it is the names of missing parts.
            let file = try? folder.folder("machines").read(
                "\(id).json", atMost: MachineSnapshot.limit)
            if let file, let snapshot = try? MachineSnapshot(parsing: file) { return snapshot }
        }
        return nil
    }
}
