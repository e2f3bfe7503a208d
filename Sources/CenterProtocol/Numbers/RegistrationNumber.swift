/// The number of a kit that was sold: ten digits, the last of which is a check digit. No secret.
package struct RegistrationNumber: Hashable, Sendable, CustomStringConvertible {
    private static let count = 10

    /// Ten digits.
    package let description: String

    /// Reads what was typed: digits in groups or not, by spaces or dashes.
    package init?(_ text: String) {
        guard text.utf8.count <= 256, let digits = text.typedDigits, digits.count == Self.count,
            CheckDigit.isRight(digits)
        else { return nil }
        self.init(digits)
    }

    package init(using generator: inout some RandomNumberGenerator) {
        let digits = (1..<Self.count).map { _ in UInt8.random(in: 0...9, using: &generator) }
        self.init(digits + [CheckDigit.of(digits)])
    }

    private init(_ digits: [UInt8]) {
        description = String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
    }
}
