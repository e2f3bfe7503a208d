import FoundationEssentials

/// Reads signed documents, and believes nothing before its signature: form, type, algorithm, the
/// issuing key's certificate by a trusted root, the signature; only then the claims.
///
/// It remembers the certificates that it verified, so that a store of licenses costs one signature
/// each, and not two.
package struct DocumentReader: Sendable {
    /// Claims that a trusted publisher's issuing key signed.
    struct Signed {
        let claims: Claims
        let issuer: Issuer
    }

    /// An issuing key with the root that certified it.
    struct Issuer {
        let certificate: IssuingCertificate
        /// The root's thumbprint: two publishers may have one name.
        let root: String
    }

    private let roots: [String: PublisherRoot]
    /// By the bytes of the certificate: texts that only look alike are not the same.
    private var verified: [[UInt8]: Issuer] = [:]

    package init(trusting roots: [PublisherRoot]) {
        self.roots = Dictionary(roots.map { ($0.key.thumbprint, $0) }) { first, _ in first }
    }

    mutating func read(_ file: [UInt8], as type: DocumentType) throws(Refusal) -> Signed {
        let document = try CompactJWS(file: file, as: type)
        let named = try document.keyID(expecting: type)
        let issuer = try issuer(of: document)
        return Signed(
            claims: try document.claims(by: issuer.certificate.key, named: named), issuer: issuer)
    }

    private mutating func issuer(of document: CompactJWS) throws(Refusal) -> Issuer {
        let text: String
        do throws(Defect) {
            text = try Claims(document.header).text("issuer")
        } catch {
            throw .malformed(error)
        }
        return try issuer(text)
    }

    /// The certificate of an issuing key, by a trusted root.
    package mutating func certificate(_ text: String) throws(Refusal) -> IssuingCertificate {
        try issuer(text).certificate
    }

    private mutating func issuer(_ text: String) throws(Refusal) -> Issuer {
        let bytes = Array(text.utf8)
        if let known = verified[bytes] { return known }
        let issuer = try verify(bytes)
        verified[bytes] = issuer
        return issuer
    }

    private func verify(_ text: [UInt8]) throws(Refusal) -> Issuer {
        let (claims, root) = try certified(text, as: .issuer)
        let certificate: IssuingCertificate
        do throws(Defect) {
            certificate = try IssuingCertificate(claims)
        } catch {
            throw .malformed(error)
        }
        try root.check(certificate.publisher)
        return Issuer(certificate: certificate, root: root.key.thumbprint)
    }

    /// What a trusted root has signed.
    func certified(
        _ text: [UInt8], as type: DocumentType
    ) throws(Refusal) -> (claims: Claims, root: PublisherRoot) {
        let document: CompactJWS
        do throws(Defect) {
            guard text.count <= type.limit else { throw .tooLarge(limit: type.limit) }
            document = try CompactJWS(text[...])
        } catch {
            throw .malformed(error)
        }
        let kid = try document.keyID(expecting: type)
        guard let root = roots[kid] else { throw .issuerUnknown(.untrustedRoot(kid: kid)) }
        guard document.isSigned(by: root.key) else {
            throw .issuerUnknown(.certificateSignature)
        }
        do throws(Defect) {
            return (try Claims(parsing: document.payload), root)
        } catch {
            throw .malformed(error)
        }
    }
}

extension PublisherRoot {
    /// Makes sure that a certificate names the root's publisher.
    func check(_ name: String) throws(Refusal) {
        guard name == publisher else {
            throw .issuerUnknown(.publisherMismatch(expected: publisher, found: name))
        }
    }
}
