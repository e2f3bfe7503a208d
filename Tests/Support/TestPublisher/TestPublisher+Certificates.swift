package import FoundationEssentials
package import LicenseBinding

extension TestPublisher {
    /// The root's certificate for the issuing key; what is not given is as it should be.
    package func certificate(
        publisher: String? = nil, of key: VerifyingKey? = nil,
        from notBefore: Date = TestTime.certified, to expires: Date = TestTime.certificateEnd,
        for purposes: Set<IssuingCertificate.Purpose> = [.license, .revocations],
        by root: SeededKey? = nil
    ) throws -> String {
        let certificate = IssuingCertificate(
            publisher: publisher ?? name, key: key ?? issuingKey.publicKey, notBefore: notBefore,
            expires: expires, purposes: purposes)
        return try certificate.signed(by: root ?? rootKey)
    }

    /// A certificate that ended a day before sample licenses were signed.
    package var expiredCertificate: String {
        get throws { try certificate(to: TestTime.issued - TestTime.day) }
    }

    package var certificateForRevocations: String {
        get throws { try certificate(for: [.revocations]) }
    }

    /// A certificate for this publisher's key by a root that nobody trusts.
    package var certificateByStranger: String {
        get throws { try certificate(by: TestPublisher.stranger.rootKey) }
    }

    package func file(of license: License, certificate: String) throws -> [UInt8] {
        let issuer = LicenseIssuer(key: issuingKey, certificate: certificate)
        return Array(try issuer.file(of: license).utf8)
    }
}
