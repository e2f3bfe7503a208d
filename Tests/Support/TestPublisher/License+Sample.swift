package import FoundationEssentials
package import LicenseBinding

extension License {
    /// A license of the test publisher for one workplace, bound to the sample key.
    package static func sample(
        id: String = "sample-1", publisher: String = TestPublisher().name,
        issuedAt: Date = TestTime.issued, binding: Binding = .sample()
    ) -> License {
        guard let id = LicenseID(id) else { preconditionFailure("not a license ID: \(id)") }
        var license = License(
            publisher: publisher, issuedAt: issuedAt, id: id,
            licensee: Licensee(name: "Example Institute", others: JSONObject(["country": "FI"])),
            product: Product(id: "planner", name: "Planner", edition: "professional"),
            binding: binding)
        license.kit = "100200"
        license.features = [Feature(name: "reports"), Feature(name: "export", seats: 3)]
        return license
    }
}

extension Binding {
    /// Bound to keys, the first as primary and the others as spares; to the sample key alone
    /// unless told otherwise.
    package static func sample(
        _ keys: [KeyID] = [.sample()], quorum: Int = 1,
        minimumAssurance: Assurance = .identified, grace: Grace = Grace()
    ) -> Binding {
        let bound = keys.enumerated().map { index, id in
            let role = index == 0 ? BoundKey.Role.primary : .spare
            // A key that proves itself is one of the seeded ones.
            let credential = (1...9).map { SeededCredential(seed: $0).credential }
                .first { $0.keyID == id }
            return credential.map { BoundKey($0, role: role) } ?? BoundKey(id: id, role: role)
        }
        return Binding(
            mode: .key, keys: bound, quorum: quorum, minimumAssurance: minimumAssurance,
            grace: grace)
    }
}

extension KeyID {
    /// A key of a model with serial numbers: `usb:096e-0006:KEY-1` and so on.
    package static func sample(_ number: Int = 1) -> KeyID {
        .usb(vendor: 0x096e, product: 0x0006, serial: "KEY-\(number)")
    }

    /// A key that signs.
    package static func signing(_ number: UInt8 = 1) -> KeyID {
        SeededCredential(seed: number).credential.keyID
    }
}

extension PresentKey {
    /// The key of that ID, ready in a port.
    package static func sample(
        _ id: KeyID? = .sample(), port: String = "1-1", assurance: Assurance? = nil,
        state: KeyState = .ready
    ) -> PresentKey {
        PresentKey(
            id: id, vendorID: 0x096e, productID: 0x0006, name: "Example Key", port: port,
            assurance: assurance ?? id?.assurance, state: state)
    }
}
