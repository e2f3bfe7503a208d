package import LicenseBinding

/// `POST /v1/pin-queries`: which PINs of a kit are unused. It changes nothing.
package struct PINQuery: Hashable, Sendable {
    package enum Authority: Hashable, Sendable {
        /// Any PIN of the kit.
        case pin(PIN)
        /// What a license of the kit is bound to.
        case anchor(LicenseID, ProvenPart)
    }

    package let registration: RegistrationNumber
    package let authority: Authority

    package init(registration: RegistrationNumber, authority: Authority) {
        self.registration = registration
        self.authority = authority
    }

    package init(parsing body: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: body)
        registration = try claims.registration()
        switch try claims.pin() {
        case let pin?: authority = .pin(pin)
        case nil: authority = .anchor(try claims.license(), try ProvenPart(claims))
        }
    }

    /// What the proof is for.
    package static func asked(
        registration: RegistrationNumber, license: LicenseID
    ) -> JSONObject {
        JSONObject([
            "registration": .string(registration.description),
            "license": .string(license.description),
        ])
    }

    package var json: JSONObject {
        switch authority {
        case .pin(let pin):
            JSONObject([
                "registration": .string(registration.description),
                "pin": .string(pin.text),
            ])
        case .anchor(let license, let proven):
            Self.asked(registration: registration, license: license).adding(proven.json)
        }
    }
}
