import Foundation
import Testing

/// A script in Python that tells what others' libraries make of ours. `KEYBOUND_TEST_PYTHON` is the
/// path of a Python that has them; `make test` makes one.
package struct PythonScript {
    package struct Answer {
        package let status: Int32
        package let output: String
        package let errors: String
    }

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
    package func run(_ arguments: [String], environment: [String: String]? = nil) throws -> Answer {
        let python = try #require(
            ProcessInfo.processInfo.environment["KEYBOUND_TEST_PYTHON"],
            "Set KEYBOUND_TEST_PYTHON to the path of a python3 that has what the Makefile names.")
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [path] + arguments
        if let environment { process.environment = environment }
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        let complaint = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Answer(
            status: process.terminationStatus, output: String(decoding: answer, as: UTF8.self),
            errors: String(decoding: complaint, as: UTF8.self))
    }
}
