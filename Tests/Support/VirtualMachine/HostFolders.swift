import FileSystem
import Foundation

/// What a test machine sees of this one, read-only.
enum HostFolders {
    /// Where this build put the programs.
    static var programs: String {
        get throws {
            let files = FileManager.default
            let program = try files.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            return URL(filePath: program).deletingLastPathComponent().path
        }
    }

    /// Where this process has its libraries of Swift from.
    static var swift: String {
        get throws {
            let maps = try Folder("/proc/self").text("maps", atMost: 1 << 20)
            for line in maps.split(separator: "\n") where line.hasSuffix("/libswiftCore.so") {
                guard let start = line.firstIndex(of: "/") else { continue }
                return URL(filePath: String(line[start...])).deletingLastPathComponent().path
            }
            throw CocoaError(.fileNoSuchFile)
        }
    }

    static let rules = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "udev-rules").path
}
