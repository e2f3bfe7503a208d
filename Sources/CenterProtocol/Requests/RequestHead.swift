import LicenseBinding

/// What every request that changes something begins with.
package struct RequestHead: Hashable, Sendable {
    private static let longestName = 255

    package let id: RequestID
    package let registration: RegistrationNumber
    /// The name of the computer that asks, for people.
    package let computer: String
    /// The number of the revocation list that is known there.
    package let revocationsKnown: Int64?

    package init(
        id: RequestID, registration: RegistrationNumber, computer: String,
        revocationsKnown: Int64? = nil
    ) {
        self.id = id
        self.registration = registration
        self.computer = computer
        self.revocationsKnown = revocationsKnown
    }

    init(_ claims: Claims) throws(Defect) {
        let id = try claims.parsed("requestID", as: "22 to 64 of A-Z, a-z, 0-9, _ and -") {
            RequestID($0)
        }
        self.id = try claims.required("requestID", id)
        registration = try claims.registration()
        let computer = try claims.parsed("computer", as: "the computer's name") { text in
            1...Self.longestName ~= text.utf8.count ? text : nil
        }
        self.computer = try claims.required("computer", computer)
        revocationsKnown = try claims.integer("revocationsKnown", in: 0...Int64.max)
    }

    var json: JSONObject {
        JSONObject([
            "requestID": .string(id.description),
            "registration": .string(registration.description), "computer": .string(computer),
            "revocationsKnown": revocationsKnown.map { .integer($0) },
        ])
    }
}

extension Claims {
    func registration() throws(Defect) -> RegistrationNumber {
        let number = try parsed("registration", as: "a registration number of ten digits") {
            RegistrationNumber($0)
        }
        return try required("registration", number)
    }

    func license() throws(Defect) -> LicenseID {
        let id = try parsed("license", as: "a license ID") { LicenseID($0) }
        return try required("license", id)
    }

    /// A PIN as it was typed; what is none is told without what stands there.
    func pin() throws(Defect) -> PIN? {
        guard let text = try string("pin") else { return nil }
        do throws(PINDefect) {
            return try PIN(text)
        } catch {
            throw .claim("pin", expected: error.expectation)
        }
    }
}

extension PINDefect {
    /// What was expected in place of it.
    package var expectation: String {
        switch self {
        case .characters: "digits, in groups or not"
        case .length(let count):
            "15 digits, or 16 of a basic kit; there are \(count)"
        case .checkDigit: "a PIN without a wrong or swapped digit"
        }
    }
}
