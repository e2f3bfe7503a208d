import Foundation
import LicenseBinding
import TestPublisher
import Testing

/// Licenses as the Python package joserfc reads them. `KEYBOUND_TEST_PYTHON` is the path of a
/// Python that has it.
struct JOSEInteroperabilityTests {
    private let publisher = TestPublisher()

    @Test func `a license is verified by joserfc from the root alone`() throws {
        for publisher in [publisher, publisher.rotated] {
            let answer = try verify(publisher.file(of: .sample()))
            try #require(answer.status == 0, "\(answer.errors)")
            let claims = try JSONScanner.value(of: Array(answer.output.utf8))
            #expect(claims == .object(License.sample().json))
        }
    }

    @Test(arguments: [
        ("SIGNATURE_INVALID-payload-changed", "BadSignatureError"),
        ("SIGNATURE_INVALID-header-member-added", "BadSignatureError"),
        ("SIGNATURE_INVALID-signature-byte-changed", "BadSignatureError"),
        ("SIGNATURE_INVALID-algorithm-none-unsigned", "UnsupportedAlgorithmError"),
        ("ISSUER_UNKNOWN-certificate-by-other-root", "BadSignatureError"),
        ("ISSUER_UNKNOWN-certificate-changed", "BadSignatureError"),
        ("ISSUER_UNKNOWN-certificate-expired", "ValueError"),
    ])
    func `what we refuse is refused by joserfc`(name: String, error: String) throws {
        let fixture = try #require(try Fixture.refused.first { $0.name == name })
        let answer = try verify(fixture.bytes)
        #expect(answer.status == 1)
        #expect(answer.errors.hasPrefix(error), "\(answer.errors)")
        #expect(answer.output.isEmpty)
    }

    private struct Answer {
        let status: Int32
        let output: String
        let errors: String
    }

    private func verify(_ file: [UInt8]) throws -> Answer {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer {
            // At worst a small folder stays behind.
            try? FileManager.default.removeItem(at: folder)
        }
        let license = folder.appending(path: "sample.lic")
        let root = folder.appending(path: "root.jwk")
        try Data(file).write(to: license)
        try Data(JSONValue.object(publisher.root.jwk).compact.utf8).write(to: root)
        return try run([license.path, root.path])
    }

    private func run(_ arguments: [String]) throws -> Answer {
        let python = try #require(
            ProcessInfo.processInfo.environment["KEYBOUND_TEST_PYTHON"],
            "Set KEYBOUND_TEST_PYTHON to the path of a python3 that has the package joserfc.")
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "verify_license.py")
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [script.path] + arguments
        let output = Pipe()
        let errors = Pipe()
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
