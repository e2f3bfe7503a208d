import Foundation
import Testing

/// The simulated key as another maker's client library sees it (the Python package fido2): what our
/// own tests speak to is a key as the standard has it.
struct ForeignClientTests {
    @Test func `another client makes a credential and gets assertions`() throws {
        let python = try #require(
            ProcessInfo.processInfo.environment["KEYBOUND_TEST_PYTHON"],
            "Set KEYBOUND_TEST_PYTHON to the path of a python3 that has the package fido2.")
        let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "simulated-key")
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "foreign_client.py")
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [script.path, program.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
        #expect(text == "passed\n")
    }
}
