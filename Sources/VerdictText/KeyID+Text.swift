package import LicenseBinding

extension KeyID {
    /// The ID for people: that of a HASP key in hexadecimal digits too, as its label has it.
    package var text: String { hexadecimal.map { "\(self) (\($0))" } ?? description }

    /// The number of a HASP key as its label has it: 0x and eight hexadecimal digits.
    package var hexadecimal: String? {
        guard case .hasp(let number) = self else { return nil }
        let digits = String(number, radix: 16, uppercase: true)
        return "0x" + String(repeating: "0", count: max(8 - digits.utf8.count, 0)) + digits
    }
}
