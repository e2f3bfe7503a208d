package import LicenseBinding

/// What the anchors of a kit's licenses are to sign. A registration number that nobody has gets one too, without
/// licenses: whether it exists is nobody's business.
package struct CenterChallenge: Hashable, Sendable {
    /// A license that can be proven, and by what.
    package struct Provable: Hashable, Sendable {
        package let license: LicenseID
        package let credentials: [KeyCredential]
        /// The thumbprint of the key of the computer that it is bound to.
        package let deviceKey: String?

        package init(license: LicenseID, credentials: [KeyCredential], deviceKey: String?) {
            self.license = license
            self.credentials = credentials
            self.deviceKey = deviceKey
        }
    }

    package let nonce: Nonce
    package let licenses: [Provable]

    package init(nonce: Nonce, licenses: [Provable]) {
        self.nonce = nonce
        self.licenses = licenses
    }

    package init(parsing body: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: body)
        nonce = try claims.nonce("challenge")
        var licenses: [Provable] = []
        for license in try claims.list("licenses") ?? [] {
            var credentials: [KeyCredential] = []
            for key in try license.list("keys") ?? [] { credentials.append(try KeyCredential(key)) }
            licenses.append(
                Provable(
                    license: try license.license(), credentials: credentials,
                    deviceKey: try license.string("deviceKey")))
        }
        self.licenses = licenses
    }

    package var json: JSONObject {
        JSONObject([
            "challenge": .string(Base64URL.encode(nonce.bytes)),
            "licenses": .array(
                licenses.map { provable in
                    .object(
                        JSONObject([
                            "license": .string(provable.license.description),
                            "keys": .array(provable.credentials.map { .object($0.members) }),
                            "deviceKey": provable.deviceKey.map { .string($0) },
                        ]))
                }),
        ])
    }
}
