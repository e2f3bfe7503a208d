import Foundation
package import Programs
import Testing

/// A script in Python that tells what others' libraries make of ours. `KEYBOUND_TEST_PYTHON` is the
/// path of a Python that has them; `make test` makes one.
package struct PythonScript {
    private let path: String

    /// - Parameter test: the file of the test, in the folder of the script or one below it.
    package init(_ name: String, besides test: String = #filePath) throws {
        let folder = URL(filePath: test).deletingLastPathComponent()
        let places = [folder, folder.deletingLastPathComponent()].map { $0.appending(path: name) }
        path = try #require(
            places.map(\.path).first { FileManager.default.fileExists(atPath: $0) },
            "\(name) is not beside \(test)")
    }

    /// Runs it to its end.
    package func run(
        _ arguments: [String], environment: [String: String]? = nil
    ) async throws -> Program.Result {
        let python = try #require(
            ProcessInfo.processInfo.environment["KEYBOUND_TEST_PYTHON"],
            "Set KEYBOUND_TEST_PYTHON to the path of a python3 that has what the Makefile names.")
        return try await Program(python, environment: environment).run([path] + arguments)
    }
}
