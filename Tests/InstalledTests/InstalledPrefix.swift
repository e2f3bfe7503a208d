import Foundation
import Programs
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

    /// Runs a command line of a shell with the prefix first in all its paths.
    func run(_ command: String, environment: [String: String] = [:]) async throws -> Result {
        var variables = ProcessInfo.processInfo.environment
        // The simulated bus is for this process alone.
        variables["LD_PRELOAD"] = nil
        variables["PATH"] = path + "/bin:" + (variables["PATH"] ?? "/usr/bin:/bin")
        variables["LD_LIBRARY_PATH"] = path + "/lib"
        variables["PKG_CONFIG_PATH"] = path + "/lib/pkgconfig"
        let shell = Program("/bin/sh", environment: variables.merging(environment) { $1 })
        let result = try await shell.run(["-c", command])
        return Result(code: result.code, output: result.output + result.errors)
    }
}
