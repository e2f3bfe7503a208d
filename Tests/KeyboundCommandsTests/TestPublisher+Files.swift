import LicenseBinding
import TestPublisher

extension TestPublisher {
    var rootFile: String { JSONValue.object(root.jwk).compact }

    /// A list with this number that withdraws a license.
    func revocations(_ sequence: Int64, of id: String?) throws -> String {
        let licenses = id.flatMap { LicenseID($0) }.map { [$0] } ?? []
        return try issuer.file(
            of: RevocationList(
                publisher: name, sequence: sequence, issuedAt: TestTime.issued,
                licenses: Set(licenses)))
    }
}
