import Foundation
import Programs
import PythonScripts
import Testing

/// The simulated key as another maker's client library sees it (the Python package fido2): what our
/// own tests speak to is a key as the standard has it.
struct ForeignClientTests {
    @Test func `another client makes a credential and gets assertions, with a PIN and without`()
        async throws
    {
        let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "simulated-key")
        let answer = try await PythonScript("foreign_client.py").run([program.path])
        #expect(answer.code == 0, "\(answer.errors)")
        #expect(answer.output == "passed\n")
    }
}
