/// The cyclic redundancy check of ATM cells (ITU-T I.610, x¹⁰ + x⁹ + x⁵ + x⁴ + x + 1), which starts from 0.
enum CRC10 {
    private static let polynomial: UInt128 = 0x633

    /// - Parameter count: how many bits the value has.
    static func of(_ value: UInt128, bits count: Int) -> UInt16 {
        var rest: UInt128 = 0
        for place in stride(from: count - 1, through: 0, by: -1) {
            let bit = value >> UInt128(place) & 1 ^ rest >> 9
            rest = rest << 1 & 0x3ff
            if bit == 1 { rest ^= polynomial & 0x3ff }
        }
        return UInt16(rest)
    }
}
