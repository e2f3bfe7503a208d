import Foundation
import SystemThreads
import Testing

/// What `make install` has put below a prefix, and nothing else of this package.
struct InstalledPrefix {
    struct Result: Sendable {
        let code: Int32
        let output: String
    }

    static let path = ProcessInfo.processInfo.environment["KEYBOUND_TEST_PREFIX"]

    let path: String

    init() throws {
        path = try #require(Self.path, "make install PREFIX=DIR, and KEYBOUND_TEST_PREFIX=DIR")
    }

    var examples: String { path + "/share/doc/keybound/examples" }
    var library: String { path + "/lib/libKeyboundC.so.1" }

    /// Runs a command line of a shell with the prefix first in all its paths, for four minutes at most.
    func run(_ command: String, environment: [String: String] = [:]) async -> Result {
        await SystemThread.run { [self] in
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/timeout")
            process.arguments = ["--verbose", "--kill-after=5", "240", "/bin/sh", "-c", command]
            var variables = ProcessInfo.processInfo.environment
            // The simulated bus is for this process alone.
            variables["LD_PRELOAD"] = nil
            variables["PATH"] = path + "/bin:" + (variables["PATH"] ?? "/usr/bin:/bin")
            variables["LD_LIBRARY_PATH"] = path + "/lib"
            variables["PKG_CONFIG_PATH"] = path + "/lib/pkgconfig"
            process.environment = variables.merging(environment) { _, new in new }
            let pipe = Pipe()
            process.standardOutput = pipe
            process.standardError = pipe
            do { try process.run() } catch { return Result(code: -1, output: "\(error)") }
            let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return Result(
                code: process.terminationStatus, output: String(decoding: bytes, as: UTF8.self))
        }
    }
}
