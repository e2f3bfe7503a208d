/// Vendor and product numbers as four hexadecimal digits, as everybody writes them.
package enum USBNumber {
    package static func text(_ number: UInt16) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }

    package static func value(_ text: some StringProtocol) -> UInt16? {
        // The count of digits also keeps out a sign, which the conversion would take.
        guard text.utf8.count == 4, text.allSatisfy(\.isHexDigit) else { return nil }
        return UInt16(text, radix: 16)
    }
}
