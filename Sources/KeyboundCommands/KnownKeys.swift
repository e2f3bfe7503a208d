import CommandLineFront
import KeyAttestation
import LicenseBinding
import LicenseStore

/// The FIDO2 keys that are known here: those that licenses are bound to, and those that were
/// enrolled, whether or not a license came of it.
struct KnownKeys {
    /// What each one made, once.
    let credentials: [KeyCredential]
    /// Where the enrollments of keys are kept.
    let files: [KeyID: String]

    init(of store: LicenseStore, _ contents: StoreContents) {
        var files: [KeyID: String] = [:]
        var credentials: [KeyCredential] = contents.credentials
        for file in store.enrollments(atMost: Enrollment.limit) {
            guard let credential = Self.credential(in: file) else { continue }
            if files[credential.keyID] == nil { files[credential.keyID] = file.path }
            if !credentials.contains(credential) { credentials.append(credential) }
        }
        self.files = files
        self.credentials = credentials
    }

    init(of store: LicenseStore) {
        self.init(of: store, StoreContents(of: store))
    }

    /// A file that is no enrollment is told, and hides no other key.
    private static func credential(in file: StoredFile) -> KeyCredential? {
        let cause: StoreProblem.Cause
        switch file.content {
        case .failure(let error): cause = .file(error)
        case .success(let bytes):
            do throws(Defect) {
                return try Enrollment(parsing: bytes).claimedCredential()
            } catch {
                cause = .defect(error)
            }
        }
        Console.note(StoreProblem(path: file.path, cause: cause).line)
        return nil
    }
}
