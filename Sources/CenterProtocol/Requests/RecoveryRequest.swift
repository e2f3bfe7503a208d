package import LicenseBinding

/// `POST /v1/recoveries`: a license that a key proves to be its own. No PIN is used.
package struct RecoveryRequest: Hashable, Sendable {
    package let head: RequestHead
    package let license: LicenseID
    /// The computer as it is now, for a license that may also be bound to it.
    package let machine: ProposedMachine?
    package let proven: ProvenPart

    package init(
        head: RequestHead, license: LicenseID, machine: ProposedMachine?, proven: ProvenPart
    ) {
        self.head = head
        self.license = license
        self.machine = machine
        self.proven = proven
    }

    package init(parsing body: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: body)
        head = try RequestHead(claims)
        license = try claims.license()
        machine = try claims.optional("machine", ProposedMachine.init)
        proven = try ProvenPart(claims)
    }

    /// What the proof is for.
    package static func asked(
        head: RequestHead, license: LicenseID, machine: ProposedMachine?
    ) -> JSONObject {
        head.json.adding(
            JSONObject([
                "license": .string(license.description),
                "machine": machine.map { .object($0.json) },
            ]))
    }

    package var asked: JSONObject {
        Self.asked(head: head, license: license, machine: machine)
    }

    package var json: JSONObject { asked.adding(proven.json) }
}
