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

    /// A number by chance.
    static func digits(
        random count: Int, using generator: inout some RandomNumberGenerator
    ) -> [UInt8] {
        let digits = (1..<count).map { _ in UInt8.random(in: 0...9, using: &generator) }
        return digits + [of(digits)]
    }

    private static func product(of digits: some Sequence<UInt8>) -> UInt8 {
        digits.reduce(10) { product, digit in
            let sum = (product + digit) % 10
            return (sum == 0 ? 10 : sum) * 2 % 11
        }
    }
}
