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

    private static func write(
        _ bytes: UnsafeBufferPointer<UInt8>, as digits: UnsafeMutableBufferPointer<UInt8>
    ) {
        alphabet.withUnsafeBufferPointer { alphabet in
            var place = 0
            for start in stride(from: 0, to: bytes.count, by: 3) {
                let rest = bytes.count - start
                var group = UInt32(bytes[start]) << 16
                if rest > 1 { group |= UInt32(bytes[start + 1]) << 8 }
                if rest > 2 { group |= UInt32(bytes[start + 2]) }
                for digit in 0..<min(4, rest + 1) {
                    digits[place] = alphabet[Int(group >> UInt32(18 - 6 * digit) & 63)]
                    place += 1
                }
            }
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
        var isValid = true
        let bytes = [UInt8](unsafeUninitializedCapacity: digits.count * 3 / 4) { bytes, count in
            var pending: UInt32 = 0
            var bits: UInt32 = 0
            values.withUnsafeBufferPointer { values in
                for digit in digits {
                    let value = values[Int(digit)]
                    isValid = isValid && value < 64
                    pending = pending << 6 | UInt32(value & 63)
                    bits += 6
                    guard bits >= 8 else { continue }
                    bits -= 8
                    bytes[count] = UInt8(truncatingIfNeeded: pending >> bits)
                    count += 1
                }
            }
            isValid = isValid && pending & (1 << bits - 1) == 0
        }
        return isValid ? bytes : nil
    }

    package static func decode(_ digits: String) -> [UInt8]? {
        decode(digits.utf8)
    }
}
