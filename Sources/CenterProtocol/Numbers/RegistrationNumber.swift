import PhoneCodes

/// The number of a kit that was sold: ten digits, the last of which is a check digit. No secret.
package struct RegistrationNumber: Hashable, Sendable, CustomStringConvertible {
    private static let count = 10

    /// Ten digits.
    package let description: String

    /// Reads what was typed: digits in groups or not, by spaces or dashes.
    package init?(_ text: String) {
        guard let digits = CheckDigit.digits(typed: text, count: Self.count) else { return nil }
        description = digits.digitText
    }

    package init(using generator: inout some RandomNumberGenerator) {
        description = CheckDigit.digits(random: Self.count, using: &generator).digitText
    }
}
