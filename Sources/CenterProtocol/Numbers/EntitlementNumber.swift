package import PhoneCodes

/// By which a request by phone names the workplace of a kit: thirteen digits, the last of which is a check digit. It is
/// by chance, and no secret.
package struct EntitlementNumber: Hashable, Sendable, CustomStringConvertible {
    private static let count = 13

    /// Thirteen digits.
    package let description: String

    /// Reads what was typed: digits in groups or not, by spaces or dashes.
    package init?(_ text: String) {
        guard let digits = CheckDigit.digits(typed: text, count: Self.count) else { return nil }
        description = digits.digitText
    }

    package init(using generator: inout some RandomNumberGenerator) {
        description = CheckDigit.digits(random: Self.count, using: &generator).digitText
    }

    /// That of a request.
    /// - Returns: nothing for a number that is no sheet's.
    package init?(of request: RequestCode) {
        let digits = String(request.entitlement)
        guard digits.utf8.count < Self.count else { return nil }
        let data = String(repeating: "0", count: Self.count - 1 - digits.utf8.count) + digits
        description = data + [CheckDigit.of(data.utf8.map { $0 - 0x30 })].digitText
    }

    /// As a request carries it: the digits before the check digit.
    package var value: UInt64 {
        description.utf8.dropLast().reduce(0) { $0 * 10 + UInt64($1 - 0x30) }
    }

    /// As it is printed on the kit's sheet.
    package var printed: String { description.grouped(4, 4, 5) }
}

extension String {
    /// The digits in groups of these sizes, with dashes between them.
    func grouped(_ sizes: Int...) -> String {
        var rest = self[...]
        return sizes.map { size in
            defer { rest = rest.dropFirst(size) }
            return rest.prefix(size)
        }.joined(separator: "-")
    }
}
