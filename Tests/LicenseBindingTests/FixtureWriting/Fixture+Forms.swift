import SeededRandomness
import LicenseBinding
import TestPublisher

extension Fixture {
    /// Files that are not one line of three segments in canonical base64url.
    static func forms() throws -> [Fixture] {
        let parts = try segments()
        let line = parts.joined(separator: ".")
        let code = "MALFORMED-"
        return [
            Fixture(code + "empty-file", ""), Fixture(code + "only-line-feed", "\n"),
            Fixture(code + "two-line-feeds", line + "\n\n"),
            Fixture(code + "two-lines", line + "\n" + line + "\n"),
            Fixture(code + "crlf", line + "\r\n"), Fixture(code + "leading-space", " " + line),
            Fixture(code + "trailing-space", line + " "),
            Fixture(code + "line-feed-inside", parts.joined(separator: ".\n")),
            Fixture(code + "tab-inside", parts.joined(separator: ".\t")),
            Fixture(code + "byte-order-mark", "\u{feff}" + line),
            Fixture(code + "nul-byte-at-end", line + "\0"),
            Fixture(code + "nul-bytes", [UInt8](repeating: 0, count: 512)),
            Fixture(code + "utf-16", line.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }),
            Fixture(code + "one-segment", parts[1]),
            Fixture(code + "two-segments", parts[0] + "." + parts[1]),
            Fixture(code + "extra-segment", line + "." + parts[2]),
            Fixture(code + "extra-empty-segment", line + "."),
            Fixture(code + "only-dots", ".."),
            Fixture(code + "padding", line + "=="),
            Fixture(code + "padding-in-header", parts[0] + "=." + parts[1] + "." + parts[2]),
            Fixture(code + "trailing-bits-in-signature", line.dropLast() + "B"),
            Fixture(code + "standard-base64-alphabet", try standardAlphabet()),
            Fixture(code + "json-serialization", try jsonSerialization()),
            Fixture(code + "binary-junk", junk(count: 1024)),
        ]
    }

    /// A license whose signature has `+` or `/` where base64url has `-` or `_`.
    private static func standardAlphabet() throws -> String {
        for number in 1... {
            let line = try publisher.issuer.file(of: .sample(id: "sample-\(number)"))
            let other = line.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
            if other != Array(line) { return String(other) }
        }
        return ""
    }

    /// The flattened JSON serialization of RFC 7515, section 7.2.2.
    private static func jsonSerialization() throws -> String {
        let parts = try segments()
        let names = ["protected", "payload", "signature"]
        let members = zip(names, parts).map { "\"\($0)\":\"\($1)\"" }
        return "{" + members.joined(separator: ",") + "}"
    }

    private static func junk(count: Int) -> [UInt8] {
        var random = SeededGenerator(seed: 2)
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
}
