/// The name of a license: 1 to 64 of the characters `[A-Za-z0-9_-]`, so that it can be a file's
/// name, an argument and a part of a URL as it is.
package struct LicenseID: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init?(_ text: String) {
        let plain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f, 0x2d: true
            default: false
            }
        }
        guard plain, 1...64 ~= text.utf8.count, text.utf8.first != 0x2d else { return nil }
        description = text
    }

    /// An ID of random bytes: five bits of each, as a lower-case letter or digit.
    package init(random bytes: [UInt8]) {
        precondition(1...64 ~= bytes.count, "an ID has 1 to 64 characters")
        let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        description = String(decoding: bytes.map { digits[Int($0 & 31)] }, as: UTF8.self)
    }
}
