import LicenseBinding
import TestPublisher

extension Fixture {
    /// Bound to a key with a number and to one that proves itself.
    static let provingKey = License.sample(
        id: "proving-1", binding: .sample([.sample(), .signing()]))

    /// Correctly signed, but one of the keys is none that could prove itself.
    static func provingKeys() throws -> [Fixture] {
        let other = SeededCredential(seed: 2).credential.key.jwk
        let own = SeededCredential(seed: 1).credential.key.jwk
        return [
            try proving("cnf-missing", "cnf", nil),
            try proving("cnf-of-another-key", "cnf", .members(["jwk": .object(other)])),
            try proving("cnf-off-the-curve", "cnf", jwk(own, "y", other["y"])),
            try proving("cnf-half-a-point", "cnf", jwk(own, "y", nil)),
            try proving("cnf-short-point", "cnf", jwk(own, "x", "AAAA")),
            try proving("cnf-other-curve", "cnf", jwk(own, "crv", "P-384")),
            try proving("cnf-other-kind", "cnf", jwk(own, "kty", "OKP")),
            try proving("fido2-missing", "fido2", nil),
            try fido2("relying-party-missing", "rpID", nil),
            try fido2("credential-missing", "credential", nil),
            try fido2("credential-empty", "credential", ""),
            try fido2("credential-padded", "credential", "AAA="),
            try fido2(
                "credential-too-long", "credential",
                .string(Base64URL.encode([UInt8](repeating: 1, count: 1024)))),
            try fido2("model-of-no-form", "aaguid", "ee882879721c491397753dfcce97072a"),
            try fido2("model-missing", "aaguid", nil),
        ]
    }

    private static func jwk(
        _ key: JSONObject, _ member: String, _ value: JSONValue?
    ) -> JSONValue {
        var key = key
        key[member] = value
        return .members(["jwk": .object(key)])
    }

    private static func fido2(
        _ name: String, _ member: String, _ value: JSONValue?
    ) throws -> Fixture {
        guard case .array(let keys)? = binding["keys"], case .object(let key)? = keys.last,
            case .object(var fido2)? = key["fido2"]
        else { return Fixture(name, "") }
        fido2[member] = value
        return try proving(name, "fido2", .object(fido2))
    }

    private static func proving(
        _ name: String, _ member: String, _ value: JSONValue?
    ) throws -> Fixture {
        var binding = binding
        guard case .array(var keys)? = binding["keys"], case .object(var key)? = keys.popLast()
        else { return Fixture(name, "") }
        key[member] = value
        binding["keys"] = .array(keys + [.object(key)])
        var claims = provingKey.json
        claims["binding"] = .object(binding)
        return Fixture("MALFORMED-" + name, try publisher.file(claims: claims))
    }

    private static var binding: JSONObject {
        guard case .object(let binding)? = provingKey.json["binding"] else { return JSONObject() }
        return binding
    }
}
