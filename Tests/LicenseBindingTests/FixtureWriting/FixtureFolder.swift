import Foundation

/// `Fixtures/accepted` and `Fixtures/refused`. With `KEYBOUND_WRITE_FIXTURES=1` in the environment
/// they are written anew before they are read.
enum FixtureFolder {
    static func accepted() throws -> [Fixture] { try written().read("accepted") }
    static func refused() throws -> [Fixture] { try written().read("refused") }

    private static func written() throws -> Folder { try folder.get() }

    private static let folder = Result {
        let folder = Folder(
            url: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "Fixtures"))
        if ProcessInfo.processInfo.environment["KEYBOUND_WRITE_FIXTURES"] == "1" {
            try folder.write(Fixture.accepted, to: "accepted")
            try folder.write(Fixture.refused, to: "refused")
        }
        return folder
    }

    private struct Folder {
        let url: URL

        func read(_ name: String) throws -> [Fixture] {
            let files = try FileManager.default.contentsOfDirectory(
                at: url.appending(path: name), includingPropertiesForKeys: nil)
            let fixtures = try files.map { file in
                Fixture(
                    file.deletingPathExtension().lastPathComponent,
                    [UInt8](try Data(contentsOf: file)))
            }
            return fixtures.sorted { $0.name < $1.name }
        }

        func write(_ fixtures: [Fixture], to name: String) throws {
            let folder = url.appending(path: name)
            if FileManager.default.fileExists(atPath: folder.path) {
                try FileManager.default.removeItem(at: folder)
            }
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for fixture in fixtures {
                try Data(fixture.bytes).write(to: folder.appending(path: fixture.name + ".lic"))
            }
        }
    }
}
