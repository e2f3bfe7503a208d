package import LicenseBinding

/// `POST /v1/emergencies`: a license of some days for this computer, as the only key has died.
package struct EmergencyRequest: Hashable, Sendable {
    package let head: RequestHead
    /// Any PIN of the kit.
    package let pin: PIN
    package let machine: ProposedMachine

    package init(head: RequestHead, pin: PIN, machine: ProposedMachine) {
        self.head = head
        self.pin = pin
        self.machine = machine
    }

    package init(parsing body: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: body)
        head = try RequestHead(claims)
        pin = try claims.required("pin", claims.pin())
        machine = try ProposedMachine(claims.required("machine", claims.claims("machine")))
    }

    package var json: JSONObject {
        head.json.adding(
            JSONObject([
                "pin": .string(pin.text),
                "machine": .object(machine.json),
            ]))
    }
}
