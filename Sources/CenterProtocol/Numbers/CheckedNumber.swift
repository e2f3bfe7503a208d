import PhoneCodes

/// A number that people type, of so many digits, the last of which is a check digit. No secret.
package struct CheckedNumber<Kind: CheckedNumberKind>: Hashable, Sendable, CustomStringConvertible {
    /// Its digits.
    package let description: String

    /// Reads what was typed: digits in groups or not, by spaces or dashes.
    package init?(_ text: String) {
        guard text.utf8.count <= 256, let digits = text.typedDigits, digits.count == Kind.count,
            CheckDigit.isRight(digits)
        else { return nil }
        description = digits.digitText
    }

    package init(using generator: inout some RandomNumberGenerator) {
        description = CheckDigit.digits(random: Kind.count, using: &generator).digitText
    }

    /// Takes the digits before the check digit.
    init(data: [UInt8]) {
        description = (data + [CheckDigit.of(data)]).digitText
    }
}

/// What a number is of.
package protocol CheckedNumberKind: Sendable {
    static var count: Int { get }
    /// How many digits it has, as people say it.
    static var length: String { get }
}
