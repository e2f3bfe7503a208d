/// The answer of a device to a request for a string (USB 2.0, section 9.6.7).
///
/// Reads what arrived and nothing else: the length byte can only shorten it. Where an answer is
/// odd, it reads as Linux does, so that a serial number is the same by either way.
enum USBStringDescriptor {
    static let type: UInt8 = 3

    /// The text, or nothing if the bytes are no string descriptor.
    static func text(of bytes: [UInt8]) -> String? {
        guard let units = units(of: bytes) else { return nil }
        var scalars = String.UnicodeScalarView()
        var index = 0
        while index < units.count, units[index] != 0 {
            let unit = units[index]
            let next = index + 1 < units.count ? units[index + 1] : 0
            index += 1
            if let scalar = Unicode.Scalar(unit) {
                scalars.append(scalar)
            } else if let scalar = scalar(high: unit, low: next) {
                scalars.append(scalar)
                index += 1
            }
        }
        return String(scalars)
    }

    /// The language codes in the descriptor of index 0.
    static func languages(of bytes: [UInt8]) -> [UInt16]? {
        units(of: bytes)
    }

    private static func units(of bytes: [UInt8]) -> [UInt16]? {
        guard bytes.count >= 2, bytes[1] == type, bytes[0] >= 2 else { return nil }
        let count = (min(bytes.count, Int(bytes[0])) - 2) / 2
        return (0..<count).map { UInt16(bytes[2 + 2 * $0]) | UInt16(bytes[3 + 2 * $0]) << 8 }
    }

    /// Both halves of a surrogate pair together; nothing if either is alone.
    private static func scalar(high: UInt16, low: UInt16) -> Unicode.Scalar? {
        guard UTF16.isLeadSurrogate(high), UTF16.isTrailSurrogate(low) else { return nil }
        return Unicode.Scalar(0x10000 + (UInt32(high & 0x3FF) << 10 | UInt32(low & 0x3FF)))
    }
}
