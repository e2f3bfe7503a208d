import Foundation
import FileSystem
import LicenseBinding
import TestPublisher

/// A license store in a temporary folder that goes with the value.
final class BenchmarkStore {
    private let publisher: TestPublisher
    private let folder: Folder

    init(publisher: TestPublisher) throws {
        self.publisher = publisher
        folder = Folder(NSTemporaryDirectory() + "keybound-bench-\(UInt64.random(in: 0 ... .max))")
        try folder.folder("publishers").create()
        try folder.folder("publishers").replace(
            "root.jwk", with: JSONValue.object(publisher.root.jwk).compact.utf8)
    }

    deinit {
        // What stays behind is a folder among other temporary ones.
        try? FileManager.default.removeItem(atPath: folder.path)
    }

    func program(_ arguments: String..., isSimulated: Bool) -> Program {
        Program(
            Program.keybound.path, arguments, environment: ["KEYBOUND_STATE_DIR": folder.path],
            isSimulated: isSimulated)
    }

    /// Puts so many licenses of the key that is plugged in into the store.
    func install(count: Int) throws {
        let licenses = folder.path(of: "licenses")
        try FileManager.default.createDirectory(
            atPath: licenses, withIntermediateDirectories: true)
        let key = KeyID.usb(vendor: 0x0a89, product: 0x0002, serial: "30A1B2C3")
        for number in 0..<count {
            // Signed a year ago: the clock of this computer is right, and the term is open.
            let license = License.sample(
                id: "license-\(number)", issuedAt: TestTime.certified,
                binding: .sample([key]))
            try Data(publisher.file(of: license)).write(
                to: URL(filePath: "\(licenses)/\(license.id).lic"))
        }
    }
}
