import FoundationEssentials

extension DocumentReader {
    /// The license of a file, signed by an issuing key of a trusted publisher that was certified
    /// when it signed. Whether it may be used is another question: ``LicenseVerifier``.
    package mutating func license(_ file: [UInt8]) throws(Refusal) -> SignedLicense {
        guard !PhoneLicense.isOne(file) else { return try phoneLicense(file) }
        let document = try read(file, as: .license)
        let license: License
        do throws(Defect) {
            license = try License(document.claims)
        } catch {
            throw .malformed(error)
        }
        try document.check(license.publisher, .license, signedAt: license.issuedAt)
        return SignedLicense(
            license: license, issuingKey: document.issuer.certificate.key.thumbprint,
            root: document.issuer.root)
    }

    package mutating func revocations(_ file: [UInt8]) throws(Refusal) -> SignedRevocations {
        let document = try read(file, as: .revocations)
        let list: RevocationList
        do throws(Defect) {
            list = try RevocationList(document.claims)
        } catch {
            throw .malformed(error)
        }
        try document.check(list.publisher, .revocations, signedAt: list.issuedAt)
        return SignedRevocations(list: list, root: document.issuer.root)
    }

    package mutating func catalog(_ file: [UInt8]) throws(Refusal) -> SignedCatalog {
        let document = try read(file, as: .catalog)
        let catalog: PublisherCatalog
        do throws(Defect) {
            catalog = try PublisherCatalog(document.claims)
        } catch {
            throw .malformed(error)
        }
        try document.check(catalog.publisher, .catalog, signedAt: catalog.issuedAt)
        return SignedCatalog(catalog: catalog, root: document.issuer.root)
    }
}

extension DocumentReader {
    /// The time that a center has signed; whoever asked compares the nonce.
    package mutating func time(
        _ file: [UInt8], answering nonce: Nonce
    ) throws(Refusal) -> TimeStatement {
        let document = try read(file, as: .time)
        let statement: TimeStatement
        do throws(Defect) {
            statement = try TimeStatement(document.claims)
            guard statement.nonce == nonce else {
                throw .claim("nonce", expected: "the nonce that was asked")
            }
        } catch {
            throw .malformed(error)
        }
        try document.check(statement.publisher, .time, signedAt: statement.time)
        return statement
    }

    /// What a center has answered to a request that came as a file.
    /// - Returns: it, and the thumbprint of the publisher's root.
    package mutating func answer(
        _ file: [UInt8]
    ) throws(Refusal) -> (answer: FileAnswer, root: String) {
        let document = try read(file, as: .answer)
        let answer: FileAnswer
        do throws(Defect) {
            answer = try FileAnswer(document.claims)
        } catch {
            throw .malformed(error)
        }
        try document.check(answer.publisher, .license, signedAt: answer.time)
        return (answer, document.issuer.root)
    }

    package mutating func auditHead(_ file: [UInt8]) throws(Refusal) -> AuditHead {
        let document = try read(file, as: .audit)
        let head: AuditHead
        do throws(Defect) {
            head = try AuditHead(document.claims)
        } catch {
            throw .malformed(error)
        }
        try document.check(head.publisher, .license, signedAt: head.time)
        return head
    }
}

extension DocumentReader.Signed {
    fileprivate func check(
        _ publisher: String, _ purpose: IssuingCertificate.Purpose, signedAt time: Date
    ) throws(Refusal) {
        let certificate = issuer.certificate
        guard publisher == certificate.publisher else {
            throw .issuerUnknown(
                .publisherMismatch(expected: certificate.publisher, found: publisher))
        }
        if let defect = certificate.defect(of: purpose, signedAt: time) {
            throw .issuerUnknown(defect)
        }
    }
}

/// A license whose signature was verified, with the issuing key that signed it.
@dynamicMemberLookup
package struct SignedLicense: Hashable, Sendable {
    package let license: License
    /// The issuing key's thumbprint.
    package let issuingKey: String
    /// The thumbprint of the publisher's root, which tells publishers of one name apart.
    package let root: String
    /// What it was given by, if that was by phone.
    package var phone: PhoneLicense?

    package subscript<Value>(dynamicMember member: KeyPath<License, Value>) -> Value {
        license[keyPath: member]
    }
}

/// A revocation list whose signature was verified.
@dynamicMemberLookup
package struct SignedRevocations: Hashable, Sendable {
    package let list: RevocationList
    /// The thumbprint of the publisher's root.
    package let root: String

    package init(list: RevocationList, root: String) {
        self.list = list
        self.root = root
    }

    package subscript<Value>(dynamicMember member: KeyPath<RevocationList, Value>) -> Value {
        list[keyPath: member]
    }
}
