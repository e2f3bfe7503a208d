package import CenterProtocol
import FileSystem
import LicenseBinding
import VerdictText

extension LicenseeData {
    /// The most bytes of its file.
    package static let limit = 64 * 1024

    /// Whom a kit was sold to, by a file.
    package init(file path: String) throws {
        let file = try NamedFile.read(path, atMost: Self.limit)
        do throws(Defect) {
            self = try LicenseeData(Claims(parsing: file))
        } catch {
            throw CommandFailure("\(path) does not say whom the kit was sold to: \(error.text)")
        }
    }
}
