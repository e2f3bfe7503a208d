import LicenseBinding
import SwiftASN1
import X509

/// Certificates whose owners may vouch for keys: makers' roots, or certificates of keys themselves.
///
/// The chains of real keys break the rules that web servers keep (no key usage, no CA mark, roots of
/// 1998), so what counts here is less: who signed whom.
package struct TrustedRoots: Sendable {
    private static let mostLinks = 8

    private let certificates: [Certificate]
    package var count: Int { certificates.count }

    /// A certificate that cannot be read.
    package struct Unreadable: Error, Hashable, Sendable {
        /// Its place in the file, from 1; 0 for the file itself.
        package let place: Int
        /// Its subject, or its SHA-256; nothing for the file itself.
        package let name: String
        package let reason: String
    }

    /// Reads certificates in PEM (RFC 7468), as many as there are.
    /// - Returns: also those that cannot be read, which make the others no worse.
    package static func reading(
        _ text: String
    ) -> (roots: TrustedRoots, unreadable: [Unreadable]) {
        let documents: [PEMDocument]
        do {
            documents = try PEMDocument.parseMultiple(pemString: text)
        } catch {
            return (
                TrustedRoots(certificates: []),
                [Unreadable(place: 0, name: "", reason: "\(error)")]
            )
        }
        var certificates: [Certificate] = []
        var unreadable: [Unreadable] = []
        for (index, document) in documents.enumerated() {
            do {
                certificates.append(try Certificate(pemDocument: document))
            } catch {
                unreadable.append(
                    Unreadable(
                        place: index + 1, name: CertificateName.text(of: document.derBytes),
                        reason: "\(error)"))
            }
        }
        return (TrustedRoots(certificates: certificates), unreadable)
    }

    init(certificates: [Certificate]) {
        self.certificates = certificates
    }

    /// These and others.
    package func adding(_ others: TrustedRoots) -> TrustedRoots {
        TrustedRoots(
            certificates: certificates
                + others.certificates.filter { !certificates.contains($0) })
    }

    /// A certificate in DER, base64url.
    static func decode(_ text: String) -> Certificate? {
        // Nothing is lost: what is no certificate is a defect of its document.
        Base64URL.decode(text).flatMap { try? Certificate(derEncoded: $0) }
    }

    var encoded: [String] {
        certificates.compactMap { certificate in
            var serializer = DER.Serializer()
            // A certificate that was read can be written.
            guard (try? serializer.serialize(certificate)) != nil else { return nil }
            return Base64URL.encode(serializer.serializedBytes)
        }
    }

    /// Whether one of these stands behind the first certificate of a chain: as that certificate
    /// itself, or as the signer of it or of a further one that leads to it.
    func vouch(for chain: [Certificate]) -> Bool {
        guard var current = chain.first else { return false }
        for _ in 0..<Self.mostLinks {
            if certificates.contains(current)
                || certificates.contains(where: { $0.signed(current) })
            {
                return true
            }
            guard let next = chain.dropFirst().first(where: { $0 != current && $0.signed(current) })
            else { return false }
            current = next
        }
        return false
    }
}

extension Certificate {
    fileprivate func signed(_ other: Certificate) -> Bool {
        // A certificate of a key is not to make further ones.
        subject == other.issuer && !isEnd && publicKey.isValidSignature(other.signature, for: other)
    }

    /// Whether the certificate says that it may sign no others.
    private var isEnd: Bool {
        switch try? extensions.basicConstraints {
        case .notCertificateAuthority: true
        default: false
        }
    }
}
