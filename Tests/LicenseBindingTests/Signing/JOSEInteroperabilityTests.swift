import Foundation
import LicenseBinding
import Programs
import PythonScripts
import TestPublisher
import Testing

/// Licenses as the Python package joserfc reads them.
struct JOSEInteroperabilityTests {
    private let publisher = TestPublisher()

    @Test func `a license is verified by joserfc from the root alone`() async throws {
        for publisher in [publisher, publisher.rotated] {
            let answer = try await verify(publisher.file(of: .sample()))
            try #require(answer.code == 0, "\(answer.errors)")
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
    func `what we refuse is refused by joserfc`(name: String, error: String) async throws {
        let fixture = try #require(try Fixture.refused.first { $0.name == name })
        let answer = try await verify(fixture.bytes)
        #expect(answer.code == 1)
        #expect(answer.errors.hasPrefix(error), "\(answer.errors)")
        #expect(answer.output.isEmpty)
    }

    private func verify(_ file: [UInt8]) async throws -> Program.Result {
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
        return try await PythonScript("verify_license.py").run([license.path, root.path])
    }
}
