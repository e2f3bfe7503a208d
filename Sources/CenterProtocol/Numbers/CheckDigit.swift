/// The check character of ISO/IEC 7064, MOD 11,10, for numbers that people type: it finds every single wrong digit
/// and nearly every swap of two neighbors.
enum CheckDigit {
    /// - Parameter digits: from 0 to 9.
    static func of(_ digits: some Sequence<UInt8>) -> UInt8 {
        (11 - product(of: digits)) % 10
    }

    /// Whether the last digit is the check digit of those before it.
    static func isRight(_ digits: some Collection<UInt8>) -> Bool {
        guard let last = digits.dropFirst(digits.count - 1).first else { return false }
        return of(digits.dropLast()) == last
    }

    private static func product(of digits: some Sequence<UInt8>) -> UInt8 {
        digits.reduce(10) { product, digit in
            let sum = (product + digit) % 10
            return (sum == 0 ? 10 : sum) * 2 % 11
        }
    }
}

extension String {
    /// The values of the digits of a number that was typed; spaces and dashes of any kind are no part of it.
    /// - Returns: nothing if something else stands between them.
    var typedDigits: [UInt8]? {
        var digits: [UInt8] = []
        for scalar in unicodeScalars {
            switch scalar {
            case "0"..."9": digits.append(UInt8(scalar.value - 0x30))
            case " ", "\t", "\n", "\r", "\u{a0}", "\u{202f}": continue
            case "-", "\u{2010}"..."\u{2015}", "\u{2212}": continue
            default: return nil
            }
        }
        return digits
    }
}
