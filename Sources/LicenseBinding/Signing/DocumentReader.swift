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
        let certificate: IssuingCertificate
    }

    private let roots: [String: PublisherRoot]
    /// By the bytes of the certificate: texts that only look alike are not the same.
    private var verified: [[UInt8]: IssuingCertificate] = [:]

    package init(trusting roots: [PublisherRoot]) {
        self.roots = Dictionary(roots.map { ($0.key.thumbprint, $0) }) { first, _ in first }
    }

    mutating func read(_ file: [UInt8], as type: DocumentType) throws(Refusal) -> Signed {
        let document: CompactJWS
        do throws(Defect) {
            document = try CompactJWS(CompactJWS.line(of: file, atMost: type.limit))
        } catch {
            throw .malformed(error)
        }
        let named = try document.keyID(expecting: type)
        let certificate = try certificate(of: document)
        guard certificate.key.thumbprint == named else {
            throw .issuerUnknown(
                .keyMismatch(certified: certificate.key.thumbprint, named: named))
        }
        guard document.isSigned(by: certificate.key) else {
            throw .signatureInvalid(.mismatch)
        }
        do throws(Defect) {
            return Signed(claims: try Claims(parsing: document.payload), certificate: certificate)
        } catch {
            throw .malformed(error)
        }
    }

    private mutating func certificate(
        of document: CompactJWS
    ) throws(Refusal) -> IssuingCertificate {
        let text: String
        do throws(Defect) {
            text = try Claims(document.header).text("issuer")
        } catch {
            throw .malformed(error)
        }
        return try certificate(text)
    }

    /// The certificate of an issuing key, by a trusted root.
    package mutating func certificate(_ text: String) throws(Refusal) -> IssuingCertificate {
        let bytes = Array(text.utf8)
        if let known = verified[bytes] { return known }
        let certificate = try verify(bytes)
        verified[bytes] = certificate
        return certificate
    }

    private func verify(_ text: [UInt8]) throws(Refusal) -> IssuingCertificate {
        let document: CompactJWS
        do throws(Defect) {
            let limit = DocumentType.issuer.limit
            guard text.count <= limit else { throw .tooLarge(limit: limit) }
            document = try CompactJWS(text[...])
        } catch {
            throw .malformed(error)
        }
        let kid = try document.keyID(expecting: .issuer)
        guard let root = roots[kid] else { throw .issuerUnknown(.untrustedRoot(kid: kid)) }
        guard document.isSigned(by: root.key) else {
            throw .issuerUnknown(.certificateSignature)
        }
        let certificate: IssuingCertificate
        do throws(Defect) {
            certificate = try IssuingCertificate(Claims(parsing: document.payload))
        } catch {
            throw .malformed(error)
        }
        guard certificate.publisher == root.publisher else {
            throw .issuerUnknown(
                .publisherMismatch(expected: root.publisher, found: certificate.publisher))
        }
        return certificate
    }
}
