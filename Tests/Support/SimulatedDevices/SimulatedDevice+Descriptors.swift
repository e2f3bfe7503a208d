extension SimulatedDevice {
    /// Device and configuration descriptors, as sysfs has them in one file.
    package var descriptors: [UInt8] {
        rawDescriptors ?? deviceDescriptor + configurationDescriptor
    }

    /// A string descriptor (USB 2.0, section 9.6.7).
    package static func stringDescriptor(_ text: String) -> [UInt8] {
        let units = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        return [UInt8(truncatingIfNeeded: 2 + units.count), 3] + units
    }

    /// What it answers on each request.
    package var allAnswers: [SimulatedRequest: SimulatedAnswer] {
        var all: [SimulatedRequest: SimulatedAnswer] = [.string(0): .bytes([4, 3, 0x09, 0x04])]
        for (index, text) in [manufacturer, product, serialNumber].enumerated() {
            guard let text else { continue }
            all[.string(UInt8(index + 1))] = .bytes(Self.stringDescriptor(text))
        }
        return all.merging(answers) { $1 }
    }

    private var deviceDescriptor: [UInt8] {
        let head: [UInt8] = [18, 1, 0x00, 0x02, deviceClass, 0, 0, packetSize]
        let numbers = [vendorID, productID, release].flatMap(Self.littleEndian)
        let strings: [UInt8] = [
            manufacturer == nil ? 0 : 1, product == nil ? 0 : 2, serialNumber == nil ? 0 : 3,
        ]
        return head + numbers + strings + [1]
    }

    /// The most bytes of a control packet, which low speed limits (USB 2.0, section 5.5.3).
    package var packetSize: UInt8 { speed == "1.5" ? 8 : 64 }

    private var configurationDescriptor: [UInt8] {
        let body = interfaces.flatMap(\.descriptor)
        let length = Self.littleEndian(UInt16(9 + body.count))
        let count = UInt8(Set(interfaces.map(\.number)).count)
        return [9, 2] + length + [count, 1, 0, 0x80, 50] + body
    }

    private static func littleEndian(_ number: UInt16) -> [UInt8] {
        [UInt8(number & 0xFF), UInt8(number >> 8)]
    }
}
