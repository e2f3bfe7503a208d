import FileSystem
import Foundation
import Testing

/// A page of a run-time, as a file.
struct PageFixture: CustomTestStringConvertible {
    private static let folder = Folder(
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures").path)

    let name: String
    let bytes: [UInt8]
    /// The keys that it tells of, `-` in the place of a number that there is not.
    var keys = ""

    static let accepted = all(in: "accepted")
    static let refused = all(in: "refused")

    var testDescription: String { name }

    private static func all(in name: String) -> [PageFixture] {
        let folder = folder.folder(name)
        do {
            return try folder.entries().filter { $0.hasSuffix(".page") }.map { file in
                let name = String(file.dropLast(".page".count))
                return PageFixture(
                    name: name, bytes: try folder.read(file, atMost: 1 << 20),
                    keys: folder.has(name + ".keys") ? try folder.text(name + ".keys") : "")
            }
        } catch {
            preconditionFailure("\(error)")
        }
    }
}
