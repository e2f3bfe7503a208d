import CenterProtocol
import CommandLineFront
import FileSystem
import KeyAttestation
import LicenseBinding
import LicenseStore

extension ProposedKey {
    /// A key that a person names: by its ID, or by the file of its enrollment.
    init(named text: String, in store: LicenseStore) throws {
        guard let id = KeyID(text) else {
            guard NamedFile.exists(text) else {
                throw CommandFailure(
                    "\(text) is no key ID and no file of an enrollment; those that are: keybound keys list"
                )
            }
            self = .enrolled(try Enrollment(file: text))
            return
        }
        guard id.assurance == .signed else {
            self = .identified(id)
            return
        }
        guard let file = KnownKeys(of: store).files[id] else {
            throw CommandFailure(
                "\(id) is not enrolled here. Plug it in: keybound keys enroll")
        }
        self = .enrolled(try Enrollment(file: file))
    }
}
