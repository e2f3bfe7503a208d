import FoundationEssentials
import LicenseBinding
import TestPublisher
import Testing

struct CertificateTests {
    private let publisher = TestPublisher()

    @Test func `a certificate alone is read as it was signed`() throws {
        var reader = publisher.reader
        let certificate = try reader.certificate(publisher.certificate())
        #expect(certificate.publisher == publisher.name)
        #expect(certificate.key == publisher.issuingKey.publicKey)
        #expect(certificate.notBefore == TestTime.certified)
        #expect(certificate.expires == TestTime.certificateEnd)
        #expect(certificate.purposes == [.license, .revocations])
    }

    @Test func `a rotated issuing key needs no new program`() throws {
        var reader = publisher.reader
        for publisher in [publisher, publisher.rotated, publisher] {
            let signed = try reader.license(publisher.file(of: .sample()))
            #expect(signed.issuingKey == publisher.issuingKey.publicKey.thumbprint)
        }
        #expect(publisher.issuingKey.publicKey != publisher.rotated.issuingKey.publicKey)
    }

    @Test func `a license outlives the certificate under which it was signed`() throws {
        let end = TestTime.issued
        let certificate = try publisher.certificate(to: end)
        var reader = publisher.reader
        let inTime = try publisher.file(of: .sample(issuedAt: end - 1), certificate: certificate)
        let signed = try reader.license(inTime)
        #expect(TestTime.now > end)
        #expect(LicenseVerifier.verdict(on: signed, given: .sample).codes.isEmpty)
        let late = License.sample(issuedAt: end)
        #expect(
            try defect(late, certificate) == .expired(on: end, signed: late.issuedAt))
    }

    @Test func `a certificate does not reach back`() throws {
        let start = TestTime.issued + 1
        let certificate = try publisher.certificate(from: start)
        #expect(
            try defect(.sample(), certificate)
                == .notYetValid(from: start, signed: TestTime.issued))
        let license = License.sample(issuedAt: start)
        #expect(try defect(license, certificate) == nil)
    }

    @Test func `an expired certificate is refused`() throws {
        let end = TestTime.issued - TestTime.day
        #expect(
            try defect(.sample(), publisher.expiredCertificate)
                == .expired(on: end, signed: TestTime.issued))
    }

    @Test func `a certificate for another purpose is refused`() throws {
        #expect(
            try defect(.sample(), publisher.certificateForRevocations)
                == .purpose(expected: .license, found: [.revocations]))
    }

    @Test func `a certificate by another root is refused`() throws {
        let kid = TestPublisher.stranger.rootKey.publicKey.thumbprint
        #expect(
            try defect(.sample(), publisher.certificateByStranger) == .untrustedRoot(kid: kid))
    }

    @Test func `a certificate of another key is refused`() throws {
        let other = publisher.rotated.issuingKey.publicKey
        #expect(
            try defect(.sample(), publisher.certificate(of: other))
                == .keyMismatch(
                    certified: other.thumbprint, named: publisher.issuingKey.publicKey.thumbprint))
    }

    @Test func `a certificate whose root signature does not fit is refused`() throws {
        let parts = try publisher.certificate().split(separator: ".").map(String.init)
        let other = try publisher.certificate(for: [.license]).split(separator: ".")
        let mixed = parts[0] + "." + parts[1] + "." + other[2]
        #expect(try defect(.sample(), mixed) == .certificateSignature)
    }

    @Test func `a certificate that is too large is refused before it is read`() throws {
        var reader = publisher.reader
        let file = try publisher.file(
            of: .sample(), certificate: String(repeating: "A", count: 8 * 1024 + 1))
        #expect(throws: Refusal.malformed(.tooLarge(limit: 8 * 1024))) { try reader.license(file) }
    }

    @Test func `a known certificate is judged anew for each license`() throws {
        let certificate = try publisher.certificate(to: TestTime.issued + 1)
        var reader = publisher.reader
        for _ in 0..<2 {
            let good = try publisher.file(of: .sample(), certificate: certificate)
            #expect(throws: Never.self) { try reader.license(good) }
            let late = try publisher.file(
                of: .sample(issuedAt: TestTime.now), certificate: certificate)
            #expect(throws: Refusal.self) { try reader.license(late) }
        }
    }

    @Test func `a purpose of a later version is left out`() throws {
        let parts = try publisher.certificate().split(separator: ".").map(String.init)
        var claims = try Claims(parsing: #require(Base64URL.decode(parts[1]))).object
        claims["purposes"] = .strings(["license", "holograms"])
        let certificate = try publisher.line(
            header: #require(Base64URL.decode(parts[0])),
            payload: claims.compactBytes, by: publisher.rootKey)
        #expect(try defect(.sample(), certificate) == nil)
    }

    /// Why the certificate is refused; `nil` if it is not.
    private func defect(_ license: License, _ certificate: String) throws -> IssuerDefect? {
        var reader = publisher.reader
        let file = try publisher.file(of: license, certificate: certificate)
        do throws(Refusal) {
            _ = try reader.license(file)
            return nil
        } catch .issuerUnknown(let defect) {
            return defect
        } catch {
            throw error
        }
    }
}
