import FileSystem
import Foundation
import KeyAttestation
import LicenseBinding
import LicensingCenter

extension PublisherHome {
    private static let policyFile = "attestation.json"

    /// Which FIDO2 keys the publisher takes: all, unless it said otherwise.
    func attestationPolicy() throws(HomeError) -> AttestationPolicy {
        let file: [UInt8]
        do throws(FileError) {
            file = try folder.read(Self.policyFile, atMost: DocumentType.catalog.limit)
        } catch {
            guard error.isAbsence else { throw .file(error) }
            return AttestationPolicy()
        }
        do throws(Defect) {
            return try AttestationPolicy(Claims(parsing: file))
        } catch {
            throw .notAPolicy(folder.path(of: Self.policyFile), error)
        }
    }

    func set(_ policy: AttestationPolicy) throws(HomeError) {
        do throws(FileError) {
            try folder.replace(Self.policyFile, with: policy.json.file)
        } catch {
            throw .file(error)
        }
    }

    /// What sites are to know, as a file.
    /// - Parameter address: where the center is, if sites are to know it.
    func catalog(center address: String?, now: Date) async throws -> String {
        let policy = try attestationPolicy().json
        // A publisher who sells no kits has no database.
        let terms =
            folder.has(Self.databaseFile) ? try await center().center.phoneTerms() : []
        return try issuer(now: now).file(
            of: PublisherCatalog(
                publisher: try publisher().publisher, issuedAt: now,
                attestation: policy.members.isEmpty ? nil : policy, center: address,
                phoneKeys: terms.isEmpty ? [] : try phoneKeys().map(\.text), phoneTerms: terms))
    }
}
