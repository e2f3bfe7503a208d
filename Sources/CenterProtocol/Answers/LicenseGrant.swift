package import LicenseBinding

/// What a center answers to whoever gets a license.
package struct LicenseGrant: Hashable, Sendable {
    /// The license file.
    package let license: String
    /// The publisher's list of what is withdrawn, if the asker does not know it yet.
    package let revocations: String?
    /// What the person should know, a sentence each.
    package let notes: [String]
    /// The PIN that was used.
    package let pin: Place?
    /// What was decided lately of what the kit's sites have asked for.
    package let tickets: [TicketAnswer]

    /// Where a PIN stands on the sheet of its kit.
    package struct Place: Hashable, Sendable {
        package let registration: RegistrationNumber
        package let workplace: Int
        package let position: PINPosition

        package init(registration: RegistrationNumber, workplace: Int, position: PINPosition) {
            self.registration = registration
            self.workplace = workplace
            self.position = position
        }

        package init(_ claims: Claims) throws(Defect) {
            registration = try claims.registration()
            let workplace = try claims.integer("workplace", in: 1...Int64(Int32.max))
            self.workplace = Int(try claims.required("workplace", workplace))
            position = try claims.required("position", claims.word("position", PINPosition.self))
        }

        package var json: JSONObject {
            JSONObject([
                "registration": .string(registration.description),
                "workplace": .integer(Int64(workplace)), "position": .string(position.rawValue),
            ])
        }
    }

    package init(
        license: String, revocations: String? = nil, notes: [String] = [], pin: Place? = nil,
        tickets: [TicketAnswer] = []
    ) {
        self.license = license
        self.revocations = revocations
        self.notes = notes
        self.pin = pin
        self.tickets = tickets
    }

    package init(parsing body: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: body)
        license = try claims.text("license")
        revocations = try claims.string("revocations")
        notes = try claims.strings("notes") ?? []
        pin = try claims.optional("pin", Place.init)
        tickets = try TicketAnswer.all(of: claims)
    }

    package var json: JSONObject {
        JSONObject([
            "license": .string(license), "revocations": revocations.map { .string($0) },
            "notes": notes.isEmpty ? nil : .strings(notes),
            "pin": pin.map { .object($0.json) }, "tickets": TicketAnswer.json(tickets),
        ])
    }
}
