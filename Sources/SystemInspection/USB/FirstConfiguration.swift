/// How a device is powered, by the first of its configurations, which is nearly always the one in
/// use. A device that the kernel found too little power for has none in use, and tells all the same.
struct FirstConfiguration: Hashable, Sendable {
    let hasSupply: Bool
    /// In units of the device's speed: 2 mA, or 8 mA at SuperSpeed (USB 3.2, section 9.6.3).
    let power: Int
}

extension FirstConfiguration {
    private static let deviceLength = 18
    private static let length = 9
    private static let type: UInt8 = 2

    /// Reads what sysfs has as `descriptors`: the device descriptor, then each configuration
    /// descriptor with all that belongs to it (USB 2.0, section 9.6.3).
    init?(_ descriptors: [UInt8]) {
        let bytes = descriptors.dropFirst(Self.deviceLength).prefix(Self.length)
        guard bytes.count == Self.length, Int(bytes[bytes.startIndex]) >= Self.length,
            bytes[bytes.startIndex + 1] == Self.type
        else { return nil }
        // Bit 6 of bmAttributes, then bMaxPower.
        hasSupply = bytes[bytes.startIndex + 7] & 0x40 > 0
        power = Int(bytes[bytes.startIndex + 8])
    }
}
