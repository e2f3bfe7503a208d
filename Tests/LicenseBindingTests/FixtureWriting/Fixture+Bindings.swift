import LicenseBinding
import TestPublisher

extension Fixture {
    /// Correctly signed, but the binding is none that can be checked.
    static func bindings() throws -> [Fixture] {
        let code = "MALFORMED-"
        let key = BoundKey(id: .sample(), role: .primary)
        return [
            try binding(code + "binding-mode-unknown", "mode", "trust-me"),
            try binding(code + "binding-mode-missing", "mode", nil),
            try binding(code + "binding-mode-upper-case", "mode", "KEY"),
            try binding(code + "no-keys", "keys", nil),
            try binding(code + "keys-empty", "keys", .array([])),
            try binding(code + "quorum-above-keys", "quorum", .integer(2)),
            try binding(code + "quorum-zero", "quorum", .integer(0)),
            try binding(code + "assurance-unknown", "minimumAssurance", "blessed"),
            try binding(code + "grace-negative", "grace", .members(["start": .integer(-1)])),
            try binding(code + "grace-endless", "grace", .members(["start": .integer(.max)])),
            try binding(code + "machine-missing", "mode", "key-and-machine"),
            try license(
                code + "key-twice",
                .sample(binding: Binding(mode: .key, keys: [key, key]))),
            try boundKey(
                code + "key-twice-in-two-spellings", "usb:096E-0006:%4BEY-1", besides: key),
            try boundKey(code + "key-id-unknown-kind", "dongle:1"),
            try boundKey(code + "key-id-empty-serial", "usb:096e-0006:"),
            try boundKey(code + "key-id-negative", "hasp:-1"),
            try boundKey(code + "key-id-thumbprint-short", "fido2:AAAA"),
            try license(
                code + "keys-in-machine-mode",
                .sample(binding: Binding(mode: .machine, keys: [key], machine: .sample()))),
        ]
    }

    private static func boundKey(
        _ name: String, _ id: String, besides other: BoundKey? = nil
    ) throws -> Fixture {
        let key: JSONValue = .members([
            "id": .string(id), "role": "primary", "assurance": "identified",
        ])
        guard case .object(let object)? = License.sample().json["binding"],
            case .array(let keys)? = object["keys"]
        else { return Fixture(name, "") }
        return try binding(name, "keys", .array(other == nil ? [key] : keys + [key]))
    }

    private static func binding(
        _ name: String, _ member: String, _ value: JSONValue?
    ) throws -> Fixture {
        var claims = License.sample().json
        guard case .object(var binding)? = claims["binding"] else { return Fixture(name, "") }
        binding[member] = value
        claims["binding"] = .object(binding)
        return Fixture(name, try publisher.file(claims: claims))
    }
}
