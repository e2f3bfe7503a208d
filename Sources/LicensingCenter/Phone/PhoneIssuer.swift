package import LicenseBinding
package import PhoneCodes

/// What signs answers by phone: the key, and the root's certificate for it.
package struct PhoneIssuer: Sendable {
    package let certificate: PhoneCertificate
    let key: PhoneSigningKey

    package init(key: PhoneSigningKey, certificate: PhoneCertificate) {
        self.key = key
        self.certificate = certificate
    }
}
