import FileSystem
package import KeyAttestation
import LicenseBinding
import VerdictText

extension Enrollment {
    /// Reads the file that a person named.
    package init(file path: String) throws {
        let file = try NamedFile.read(path, atMost: Self.limit)
        do throws(Defect) {
            try self.init(parsing: file)
        } catch {
            throw CommandFailure("\(path) is no enrollment of a key: \(error.text)")
        }
    }
}
