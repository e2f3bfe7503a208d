import LicenseBinding
import TestPublisher

extension Fixture {
    /// A valid license with something changed after it was signed.
    static func edits() throws -> [Fixture] {
        let parts = try segments()
        let code = "SIGNATURE_INVALID-"
        let claims = claimsText()
        let richer = claims.replacing("\"seats\":3", with: "\"seats\":9")
        let other = try publisher.issuer.file(of: .sample(id: "sample-2"))
        let otherParts = other.dropLast().split(separator: ".").map(String.init)
        var header = try publisher.header()
        header["added"] = "later"
        return [
            resigned(code + "payload-changed", parts, payload: richer),
            resigned(
                code + "payload-byte-changed", parts, payload: claims.replacing("F", with: "G")),
            resigned(code + "payload-space-added", parts, payload: claims + " "),
            resigned(code + "payload-empty", parts, payload: ""),
            resigned(code + "header-member-added", parts, header: JSONValue.object(header).compact),
            Fixture(
                code + "signature-of-another-license",
                parts[0] + "." + parts[1] + "." + otherParts[2]),
            Fixture(code + "signature-empty", parts[0] + "." + parts[1] + "."),
            Fixture(code + "signature-byte-changed", signature(parts) { $0[0] ^= 1 }),
            Fixture(code + "signature-too-short", signature(parts) { $0.removeLast() }),
            Fixture(code + "signature-too-long", signature(parts) { $0.append(0) }),
            Fixture(code + "signature-zero", signature(parts) { $0 = $0.map { _ in 0 } }),
            Fixture(code + "signature-malleable", signature(parts, addGroupOrder)),
            Fixture(
                code + "signed-by-another-key",
                try publisher.line(
                    header: headerText(), payload: claims, by: TestPublisher.stranger.issuingKey)),
        ]
    }

    /// The old signature under another header or payload.
    private static func resigned(
        _ name: String, _ parts: [String], header: String? = nil, payload: String? = nil
    ) -> Fixture {
        let first = header.map { Base64URL.encode($0.utf8) } ?? parts[0]
        let second = payload.map { Base64URL.encode($0.utf8) } ?? parts[1]
        return Fixture(name, first + "." + second + "." + parts[2] + "\n")
    }

    private static func signature(_ parts: [String], _ edit: (inout [UInt8]) -> Void) -> String {
        var bytes = Base64URL.decode(parts[2]) ?? []
        edit(&bytes)
        return parts[0] + "." + parts[1] + "." + Base64URL.encode(bytes)
    }

    /// S + L is S modulo L: a check that does not bound S takes both (RFC 8032, section 5.1.7).
    private static func addGroupOrder(_ signature: inout [UInt8]) {
        let order: [UInt8] =
            [
                0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9,
                0xde, 0x14,
            ] + [UInt8](repeating: 0, count: 15) + [0x10]
        var carry = 0
        for (index, byte) in order.enumerated() {
            let sum = Int(signature[32 + index]) + Int(byte) + carry
            signature[32 + index] = UInt8(sum & 255)
            carry = sum >> 8
        }
    }
}
