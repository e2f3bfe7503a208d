package import LicenseBinding

/// `POST /v1/activations`: a license for a PIN.
package struct ActivationRequest: Hashable, Sendable {
    package enum Operation: String, CaseIterable, Sendable {
        case firstRun = "first-run"
        case recovery
    }

    package let head: RequestHead
    package let operation: Operation
    /// Of a recovery: whether key and computer are what they were, so that the same PIN stays active.
    package let isUnchanged: Bool
    package let pin: PIN
    package let licensee: LicenseeData
    package let binding: ProposedBinding

    package init(
        head: RequestHead, operation: Operation, isUnchanged: Bool = false, pin: PIN,
        licensee: LicenseeData, binding: ProposedBinding
    ) {
        self.head = head
        self.operation = operation
        self.isUnchanged = isUnchanged
        self.pin = pin
        self.licensee = licensee
        self.binding = binding
    }

    package init(parsing body: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: body)
        head = try RequestHead(claims)
        operation = try claims.required("operation", claims.word("operation", Operation.self))
        isUnchanged = try claims.bool("unchanged") ?? false
        guard operation == .recovery || !isUnchanged else {
            throw .claim("unchanged", expected: "nothing for a first run")
        }
        pin = try claims.required("pin", claims.pin())
        licensee = try LicenseeData(claims.required("licensee", claims.claims("licensee")))
        binding = try ProposedBinding(claims.required("binding", claims.claims("binding")))
    }

    package var json: JSONObject {
        head.json.adding(
            JSONObject([
                "operation": .string(operation.rawValue),
                "unchanged": isUnchanged ? .bool(true) : nil,
                "pin": .string(pin.text),
                "licensee": .object(licensee.json), "binding": .object(binding.json),
            ]))
    }
}
