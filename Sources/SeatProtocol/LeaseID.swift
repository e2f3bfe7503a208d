package import LicenseBinding

/// A lease as its client has named it: a UUID (RFC 9562).
package struct LeaseID: Hashable, Sendable, CustomStringConvertible {
    /// Its 16 bytes, the first ones highest.
    private let high: UInt64
    private let low: UInt64

    package init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        high = bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes[8...].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A random one (RFC 9562, section 5.4).
    /// - Parameter bytes: 16 random ones.
    package init(random bytes: [UInt8]) {
        var bytes = bytes
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        guard let id = LeaseID(bytes: bytes) else { preconditionFailure("16 bytes") }
        self = id
    }

    /// Reads 32 hexadecimal digits of either case in their five groups.
    package init?(_ text: String) {
        var text = text
        let words = text.withUTF8 { digits -> (UInt64, UInt64)? in
            guard digits.count == 36 else { return nil }
            var (high, low) = (0 as UInt64, 0 as UInt64)
            for (place, byte) in digits.enumerated() {
                if Self.isHyphen(place) {
                    guard byte == UInt8(ascii: "-") else { return nil }
                    continue
                }
                let value: UInt8 =
                    switch byte {
                    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
                    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
                    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
                    default: 255
                    }
                guard value < 16 else { return nil }
                if place < 18 {
                    high = high << 4 | UInt64(value)
                } else {
                    low = low << 4 | UInt64(value)
                }
            }
            return (high, low)
        }
        guard let words else { return nil }
        (high, low) = words
    }

    private static func isHyphen(_ place: Int) -> Bool {
        place == 8 || place == 13 || place == 18 || place == 23
    }

    package var bytes: [UInt8] {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) }
    }

    package var description: String {
        String(unsafeUninitializedCapacity: 36) { digits in
            var place = 0
            for word in [high, low] {
                for nibble in 0..<16 {
                    if Self.isHyphen(place) {
                        digits[place] = UInt8(ascii: "-")
                        place += 1
                    }
                    digits[place] = Hexadecimal.digit(UInt8(word >> UInt64(60 - 4 * nibble) & 15))
                    place += 1
                }
            }
            return place
        }
    }
}

extension Claims {
    package func lease(_ name: String) throws(Defect) -> LeaseID {
        try required(name, parsed(name, as: "a UUID") { LeaseID($0) })
    }
}
