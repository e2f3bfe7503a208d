import Foundation

/// The temporary folder of a test machine: its sockets, its disk and its logs.
struct MachineFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "keybound-machine-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Data(count: 1 << 20).write(to: URL(filePath: path(of: "disk")))
    }

    func path(of name: String) -> String { path + "/" + name }

    func remove() {
        // What stays behind is a folder among other temporary ones.
        try? FileManager.default.removeItem(atPath: path)
    }
}
