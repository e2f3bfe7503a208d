import LicenseBinding
import TestPublisher

extension Fixture {
    /// Correctly signed, but a claim is missing or not what it must be.
    static func claims() throws -> [Fixture] {
        let code = "MALFORMED-"
        let missing = try ["iss", "iat", "jti", "licensee", "product", "binding"].map {
            try claim(code + "claim-missing-" + $0, $0, nil)
        }
        return missing + [
            try claim(code + "license-id-path", "jti", "../../etc/passwd"),
            try claim(code + "license-id-empty", "jti", ""),
            try claim(code + "issue-time-text", "iat", "2027-01-01T12:00:00Z"),
            try claim(code + "issue-time-negative", "iat", .integer(-1)),
            try claim(code + "expiry-null", "exp", .null),
            try claim(code + "expiry-after-year-9999", "exp", .integer(253_402_300_800)),
            try claim(code + "expiry-float", "exp", .number("1830000000.5")),
            try claim(code + "expiry-exponent", "exp", .number("1e10")),
            try claim(code + "expiry-beyond-64-bits", "exp", .number("18446744073709551617")),
            try claim(code + "seats-zero", "seats", seats(0)),
            try claim(code + "seats-negative", "seats", seats(-1)),
            try claim(code + "seats-too-many", "seats", seats(1_000_001)),
            try claim(code + "seats-unknown-unit", "seats", seats(1, per: "planet")),
            try claim(code + "features-array", "features", .array([])),
            try claim(code + "feature-not-object", "features", .members(["reports": .bool(true)])),
            try claim(code + "licensee-text", "licensee", "Example Institute"),
            try claim(code + "supersedes-text", "supersedes", "sample-0"),
            try claim(code + "supersedes-path", "supersedes", .strings(["a/b"])),
        ]
    }

    private static func seats(_ count: Int64, per unit: String = "user") -> JSONValue {
        .members(["count": .integer(count), "per": .string(unit)])
    }
}
