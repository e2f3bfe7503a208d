import Crypto
import LicenseBinding
import SwiftASN1
import X509

/// Whose certificate it is, also of one that is of no use: people know it by this name.
enum CertificateName {
    /// The places of a certificate's content before and at its subject, without the version
    /// (RFC 5280, section 4.1): serial number, algorithm, issuer, validity, subject.
    private static let subjectPlace = 4

    /// The subject, or where it cannot be read, the SHA-256 of all.
    static func text(of certificate: [UInt8]) -> String {
        if let subject = subject(of: certificate), !subject.isEmpty { return subject }
        return "SHA-256 " + Hexadecimal.encode(SHA256.hash(data: certificate))
    }

    private static func subject(of certificate: [UInt8]) -> String? {
        // Nothing is lost: what cannot be read has its hash for a name.
        guard let root = try? DER.parse(certificate),
            let content = parts(of: root)?.first, let parts = parts(of: content)
        else { return nil }
        let version = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
        let fields = parts.first?.identifier == version ? parts.dropFirst() : parts[...]
        guard let subject = fields.dropFirst(subjectPlace).first else { return nil }
        return (try? DistinguishedName(derEncoded: subject))?.description
    }

    private static func parts(of node: ASN1Node) -> [ASN1Node]? {
        guard case .constructed(let children) = node.content else { return nil }
        return Array(children)
    }
}
