/// Big numbers as digits and as bytes, the highest first.
enum DecimalNumber {
    /// - Returns: nothing if the number needs more bytes.
    static func bytes(of digits: some Sequence<UInt8>, count: Int) -> [UInt8]? {
        // Limbs of 32 bits, the lowest first.
        var limbs = [UInt64](repeating: 0, count: (count + 3) / 4)
        var (chunk, factor): (UInt64, UInt64) = (0, 1)
        func add() -> Bool {
            var carry = chunk
            for index in limbs.indices {
                let sum = limbs[index] * factor + carry
                (limbs[index], carry) = (sum & 0xffff_ffff, sum >> 32)
            }
            return carry == 0
        }
        for digit in digits {
            (chunk, factor) = (chunk * 10 + UInt64(digit), factor * 10)
            guard factor == 1_000_000_000 else { continue }
            guard add() else { return nil }
            (chunk, factor) = (0, 1)
        }
        guard add() else { return nil }
        let bytes = limbs.reversed().flatMap { limb in
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: limb >> UInt64($0)) }
        }
        let surplus = bytes.count - count
        guard bytes.prefix(surplus).allSatisfy({ $0 == 0 }) else { return nil }
        return Array(bytes.dropFirst(surplus))
    }

    /// - Returns: nothing if the number needs more digits.
    static func digits(of bytes: some Collection<UInt8>, count: Int) -> [UInt8]? {
        var number = Array(bytes)
        var digits = [UInt8](repeating: 0, count: count)
        for place in digits.indices.reversed() {
            var rest = 0
            for index in number.indices {
                let value = rest << 8 | Int(number[index])
                (number[index], rest) = (UInt8(value / 10), value % 10)
            }
            digits[place] = UInt8(rest)
        }
        return number.allSatisfy { $0 == 0 } ? digits : nil
    }
}
