import FoundationEssentials
import PhoneCodes

extension DocumentReader {
    /// The certificate of a phone key, by a trusted root.
    package func phoneCertificate(
        _ text: String
    ) throws(Refusal) -> (certificate: PhoneCertificate, root: String) {
        let (claims, root) = try certified(Array(text.utf8), as: .phone)
        let certificate: PhoneCertificate
        do throws(Defect) {
            certificate = try PhoneCertificate(claims)
        } catch {
            throw .malformed(error)
        }
        try root.check(certificate.publisher)
        return (certificate, root.key.thumbprint)
    }

    /// A license by phone. All that is cheap is looked at before the slow commitment, so that what nobody has signed
    /// takes no time.
    func phoneLicense(_ file: [UInt8]) throws(Refusal) -> SignedLicense {
        let license = try unopenedPhoneLicense(file)
        if let phone = license.phone { try OpenedCommitments.check(phone) }
        return license
    }

    /// The same, but for what it has committed to: who believes it looks at that later.
    package func unopenedPhoneLicense(_ file: [UInt8]) throws(Refusal) -> SignedLicense {
        let phone: PhoneLicense
        do throws(Defect) {
            phone = try PhoneLicense(file: file)
        } catch {
            throw .malformed(error)
        }
        let (certificate, root) = try phoneCertificate(phone.certificate)
        let record = phone.terms.record(of: phone.document.registration, on: phone.day)
        guard phone.answer.isWhole, let signature = phone.answer.signature,
            certificate.key.isValid(signature, for: phone.request, terms: record)
        else { throw .signatureInvalid(.mismatch) }
        if let defect = certificate.defect(of: phone.terms, phone.request.kind, on: phone.day) {
            throw .issuerUnknown(defect)
        }
        guard phone.document.product == phone.terms.product.id else {
            throw .signatureInvalid(.commitment)
        }
        return SignedLicense(
            license: phone.license(of: certificate.publisher), issuingKey: certificate.thumbprint,
            root: root, phone: phone)
    }
}
