import LicenseBinding
import TestPublisher

extension Fixture {
    /// Correctly signed, but a member stands twice, so that two readers could read two licenses.
    static func duplicates() throws -> [Fixture] {
        let header = try headerText()
        let claims = claimsText()
        let code = "MALFORMED-duplicate-"
        func line(_ header: String, _ payload: String) throws -> String {
            try publisher.line(header: header, payload: payload)
        }
        return [
            Fixture(code + "in-header", try line("{\"alg\":\"none\"," + header.members, claims)),
            Fixture(
                code + "in-header-escaped",
                try line("{\"\\u0061lg\":\"none\"," + header.members, claims)),
            try payload(code + "claim", "{\"iss\":\"Example Publisher\"," + claims.members),
            try payload(code + "claim-escaped", "{\"\\u0069ss\":\"Other\"," + claims.members),
            try payload(
                code + "nested",
                claims.replacing("\"mode\":", with: "\"mode\":\"machine\",\"mode\":")),
            try payload(code + "unknown", "{\"x\":1,\"x\":1," + claims.members),
        ]
    }

    /// Correctly signed, but the payload is not the JSON that is accepted.
    static func payloads() throws -> [Fixture] {
        let claims = claimsText()
        let code = "MALFORMED-payload-"
        func with(_ value: String) -> String { "{\"x\":\(value)," + claims.members }
        let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
        return [
            try payload(code + "empty", ""), try payload(code + "array", "[\(claims)]"),
            try payload(code + "string", "\"license\""), try payload(code + "null", "null"),
            try payload(code + "two-values", claims + claims),
            try payload(code + "cut", String(claims.dropLast())),
            try payload(code + "trailing-comma", claims.dropLast() + ",}"),
            try payload(code + "comment", with("1/* one */")),
            try payload(code + "byte-order-mark", "\u{feff}" + claims),
            try payload(code + "deep", with(deep)),
            try payload(code + "lone-high-surrogate", with(#""\ud800""#)),
            try payload(code + "lone-low-surrogate", with(#""\udc00""#)),
            try payload(code + "escaped-nul", with(#""\u0000""#)),
            try payload(code + "raw-control-character", with("\"\u{1}\"")),
            try payload(code + "leading-zero", with("01")), try payload(code + "nan", with("NaN")),
            try payload(
                code + "invalid-utf-8",
                Array("{\"x\":\"".utf8) + [0xc0, 0xaf] + Array("\",\(claims.members)".utf8)),
        ]
    }
}
