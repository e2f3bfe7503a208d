/// An address of the Internet Protocol: 4 bytes (RFC 791) or 16 (RFC 4291).
package struct SeatAddress: Hashable, Sendable {
    package let bytes: [UInt8]

    package init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        // Addresses of version 4 that are written as ones of version 6 (RFC 4291, section 2.5.5.2) are the same.
        let mapped = [UInt8](repeating: 0, count: 10) + [255, 255]
        self.bytes = bytes.starts(with: mapped) ? Array(bytes.suffix(4)) : bytes
    }

    /// A bit, counted from the highest one.
    func bit(_ number: Int) -> Bool {
        bytes[number / 8] & (0x80 >> UInt8(number % 8)) != 0
    }
}

/// The addresses that begin with the same bits (RFC 4632, section 3.1).
package struct SeatNetwork: Hashable, Sendable {
    private let address: SeatAddress
    private let bits: Int

    /// - Returns: nothing for more bits than an address has, or an address with bits beyond them.
    package init?(_ address: SeatAddress, bits: Int) {
        let size = address.bytes.count * 8
        guard 0...size ~= bits,
            !(bits..<size).contains(where: address.bit)
        else { return nil }
        self.address = address
        self.bits = bits
    }

    package func contains(_ other: SeatAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        return (0..<bits).allSatisfy { address.bit($0) == other.bit($0) }
    }
}
