import PhoneCodes

/// By which the publisher's catalog names what a kit's licenses by phone allow: six digits, the last of which is a check
/// digit.
package struct TermsCode: Hashable, Sendable, CustomStringConvertible {
    private static let count = 6

    /// Six digits.
    package let description: String

    /// Reads what was typed: digits in groups or not, by spaces or dashes.
    package init?(_ text: String) {
        guard let digits = CheckDigit.digits(typed: text, count: Self.count) else { return nil }
        description = digits.digitText
    }

    package init(using generator: inout some RandomNumberGenerator) {
        description = CheckDigit.digits(random: Self.count, using: &generator).digitText
    }

    /// As it is printed on the kit's sheet.
    package var printed: String { description.grouped(3, 3) }
}
