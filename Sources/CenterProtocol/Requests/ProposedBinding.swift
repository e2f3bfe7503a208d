package import KeyAttestation
package import LicenseBinding

/// What a license is to be bound to, as a site proposes it.
package struct ProposedBinding: Hashable, Sendable {
    package let mode: Binding.Mode
    /// The primary key first, then its spares.
    package let keys: [ProposedKey]
    package let machine: ProposedMachine?
    /// The key of the site's seat server, which is to be believed that keys are there which cannot sign.
    package let seatServer: VerifyingKey?

    package init(
        mode: Binding.Mode, keys: [ProposedKey], machine: ProposedMachine?,
        seatServer: VerifyingKey? = nil
    ) {
        self.mode = mode
        self.keys = keys
        self.machine = machine
        self.seatServer = seatServer
    }

    package init(_ claims: Claims) throws(Defect) {
        mode = try claims.required("mode", claims.word("mode", Binding.Mode.self))
        var keys: [ProposedKey] = []
        for key in try claims.list("keys") ?? [] { keys.append(try ProposedKey(key)) }
        guard keys.isEmpty != mode.hasKeys, keys.count <= Binding.mostKeys else {
            throw .claim("binding.keys", expected: "keys, as the mode says")
        }
        self.keys = keys
        machine = try claims.optional("machine", ProposedMachine.init)
        guard (machine != nil) == mode.hasMachine else {
            throw .claim("binding.machine", expected: "a machine, as the mode says")
        }
        seatServer = try claims.optional("seatServer", VerifyingKey.init(document:))
    }

    package var json: JSONObject {
        JSONObject([
            "mode": .string(mode.rawValue),
            "keys": keys.isEmpty ? nil : .array(keys.map { .object($0.json) }),
            "machine": machine.map { .object($0.json) },
            "seatServer": seatServer.map { .object($0.document) },
        ])
    }
}

/// A key that a license is to be bound to.
package enum ProposedKey: Hashable, Sendable {
    /// One that shows its ID and proves nothing.
    case identified(KeyID)
    /// A FIDO2 key, by all that it signed at its enrollment.
    case enrolled(Enrollment)

    /// Reads `{"id": "hasp:978493417"}` or `{"enrollment": {…}}`.
    package init(_ claims: Claims) throws(Defect) {
        if let enrollment = try claims.claims("enrollment") {
            self = .enrolled(try Enrollment(enrollment))
            return
        }
        let id = try claims.parsed("id", as: "a key ID that needs no enrollment") { text in
            KeyID(text).flatMap { $0.assurance == .identified ? $0 : nil }
        }
        self = .identified(try claims.required("id", id))
    }

    package var json: JSONObject {
        switch self {
        case .identified(let id): JSONObject(["id": .string(id.description)])
        case .enrolled(let enrollment): JSONObject(["enrollment": .object(enrollment.json)])
        }
    }
}

/// A computer that a license is to be bound to.
package struct ProposedMachine: Hashable, Sendable {
    package let parameters: MachineParameters
    /// The computer's own key, by which it later shows that it is the same one.
    package let deviceKey: VerifyingKey

    package init(_ parameters: MachineParameters, deviceKey: VerifyingKey) {
        self.parameters = parameters
        self.deviceKey = deviceKey
    }

    package init(_ claims: Claims) throws(Defect) {
        parameters = try MachineParameters(claims)
        deviceKey = try VerifyingKey(
            jwk: claims.required("deviceKey", claims.claims("deviceKey")))
        guard parameters.tellsComputersApart else {
            throw .claim(
                "binding.machine.parameters",
                expected: "so many parts that this computer is told from others")
        }
    }

    package var json: JSONObject {
        parameters.json.adding(JSONObject(["deviceKey": .object(deviceKey.jwk)]))
    }
}
