package import LicenseBinding

/// `POST /v1/recovery-challenges`: what the keys of a kit's licenses are to sign. It changes nothing.
package struct ChallengeRequest: Hashable, Sendable {
    package let registration: RegistrationNumber

    package init(registration: RegistrationNumber) {
        self.registration = registration
    }

    package init(parsing body: [UInt8]) throws(Defect) {
        registration = try Claims(parsing: body).registration()
    }

    package var json: JSONObject {
        JSONObject(["registration": .string(registration.description)])
    }
}
