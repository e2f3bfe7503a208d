import SimulatedDevices

extension SimulatedDevice {
    var bus: UInt8 {
        let number = port.hasPrefix("usb") ? port.dropFirst(3) : port.prefix { $0 != "-" }
        guard let bus = UInt8(number) else {
            preconditionFailure("\(port) is no port")
        }
        return bus
    }

    /// The files in its folder of sysfs.
    func attributes(at address: UInt8) -> [(name: String, content: [UInt8])] {
        let minor = (Int(bus) - 1) * 128 + Int(address) - 1
        var texts = [
            ("uevent", event(at: address)), ("dev", "189:\(minor)"), ("busnum", "\(bus)"),
            ("devnum", "\(address)"), ("speed", speed), ("idVendor", Self.hex(vendorID)),
            ("idProduct", Self.hex(productID)), ("bcdDevice", Self.hex(release)),
            ("bConfigurationValue", "1"), ("bNumConfigurations", "1"),
        ]
        let strings = [
            ("manufacturer", manufacturer), ("product", product), ("serial", serialNumber),
        ]
        for case (let name, let text?) in strings where isCached { texts.append((name, text)) }
        return texts.map { ($0, Array("\($1)\n".utf8)) } + [("descriptors", descriptors)]
    }

    private func event(at address: UInt8) -> String {
        """
        MAJOR=189
        MINOR=\((Int(bus) - 1) * 128 + Int(address) - 1)
        DEVNAME=\(Self.node(bus: bus, address: address))
        DEVTYPE=usb_device
        BUSNUM=\(Self.padded(bus))
        DEVNUM=\(Self.padded(address))
        """
    }

    /// Below `/dev`.
    static func node(bus: UInt8, address: UInt8) -> String {
        "bus/usb/\(padded(bus))/\(padded(address))"
    }

    private static func padded(_ number: UInt8) -> String {
        String("00\(number)".suffix(3))
    }

    private static func hex(_ number: UInt16) -> String {
        String(("000" + String(number, radix: 16)).suffix(4))
    }
}
