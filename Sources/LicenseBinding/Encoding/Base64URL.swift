/// base64url without padding (RFC 4648, section 5), in its one canonical spelling.
package enum Base64URL {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The value of each byte as a digit; 255 for bytes outside the alphabet.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, digit) in alphabet.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()

    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        bytes.withContiguousStorageIfAvailable { encode($0) }
            ?? Array(bytes).withUnsafeBufferPointer { encode($0) }
    }

    private static func encode(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        let count = digitCount(of: bytes.count)
        return String(unsafeUninitializedCapacity: count) { digits in
            write(bytes, as: digits)
            return count
        }
    }

    /// The digits themselves, in ASCII.
    package static func digits(of bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: digitCount(of: bytes.count)) { digits, count in
            count = digitCount(of: bytes.count)
            bytes.withUnsafeBufferPointer { write($0, as: digits) }
        }
    }

    private static func digitCount(of bytes: Int) -> Int { (bytes * 4 + 2) / 3 }

    /// Three bytes are four digits; one or two that are left are a digit more than they are.
    private static func write(
        _ bytes: UnsafeBufferPointer<UInt8>, as digits: UnsafeMutableBufferPointer<UInt8>
    ) {
        alphabet.withUnsafeBufferPointer { alphabet in
            let whole = bytes.count / 3
            for group in 0..<whole {
                let (one, two) = (bytes[3 * group], bytes[3 * group + 1])
                let three = bytes[3 * group + 2]
                digits[4 * group] = alphabet[Int(one >> 2)]
                digits[4 * group + 1] = alphabet[Int(one << 4 & 63 | two >> 4)]
                digits[4 * group + 2] = alphabet[Int(two << 2 & 63 | three >> 6)]
                digits[4 * group + 3] = alphabet[Int(three & 63)]
            }
            let rest = bytes.count - 3 * whole
            guard rest > 0 else { return }
            let one = bytes[3 * whole]
            let two = rest > 1 ? bytes[3 * whole + 1] : 0
            digits[4 * whole] = alphabet[Int(one >> 2)]
            digits[4 * whole + 1] = alphabet[Int(one << 4 & 63 | two >> 4)]
            if rest > 1 { digits[4 * whole + 2] = alphabet[Int(two << 2 & 63)] }
        }
    }

    /// The bytes that the digits stand for; `nil` for padding, foreign characters, an impossible
    /// length or trailing bits that are not zero.
    package static func decode(_ digits: some Collection<UInt8>) -> [UInt8]? {
        digits.withContiguousStorageIfAvailable { decode($0) }
            ?? Array(digits).withUnsafeBufferPointer { decode($0) }
    }

    private static func decode(_ digits: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard digits.count % 4 != 1 else { return nil }
        // All values together: those of digits are below 64.
        var seen: UInt8 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: digits.count * 3 / 4) { bytes, count in
            count = digits.count * 3 / 4
            values.withUnsafeBufferPointer { values in
                let whole = digits.count / 4
                for group in 0..<whole {
                    let (one, two) = (
                        values[Int(digits[4 * group])], values[Int(digits[4 * group + 1])]
                    )
                    let (three, four) = (
                        values[Int(digits[4 * group + 2])], values[Int(digits[4 * group + 3])]
                    )
                    seen |= one | two | three | four
                    bytes[3 * group] = one << 2 | two >> 4
                    bytes[3 * group + 1] = two << 4 | three >> 2
                    bytes[3 * group + 2] = three << 6 | four
                }
                let rest = digits.count - 4 * whole
                guard rest > 0 else { return }
                let one = values[Int(digits[4 * whole])]
                let two = values[Int(digits[4 * whole + 1])]
                let three = rest > 2 ? values[Int(digits[4 * whole + 2])] : 0
                seen |= one | two | three
                bytes[3 * whole] = one << 2 | two >> 4
                if rest > 2 { bytes[3 * whole + 1] = two << 4 | three >> 2 }
                // Bits that are of no byte must be zero.
                if (rest > 2 ? three & 3 : two & 15) != 0 { seen = 255 }
            }
        }
        return seen < 64 ? bytes : nil
    }

    package static func decode(_ digits: String) -> [UInt8]? {
        decode(digits.utf8)
    }
}
