package import USBBus

/// How a USB device gets its power.
package struct PortPower: Hashable, Sendable {
    /// The most that the device takes, in mA.
    package let milliamperes: Int?
    /// The hub that it is plugged into; nothing for a port of the computer.
    package let hub: USBPortPath?
    /// Whether that hub has a power supply of its own.
    package let hubHasSupply: Bool?
    /// How often the port was shut off for too high a current.
    package let overCurrents: Int?

    package init(
        milliamperes: Int?, hub: USBPortPath? = nil, hubHasSupply: Bool? = nil,
        overCurrents: Int? = nil
    ) {
        self.milliamperes = milliamperes
        self.hub = hub
        self.hubHasSupply = hubHasSupply
        self.overCurrents = overCurrents
    }
}

extension SystemInspection {
    package func power(of port: USBPortPath) -> PortPower {
        let folder = Self.usbDevices + "/\(port)"
        let hub =
            port.ports.count < 2
            ? nil
            : USBPortPath(
                bus: port.bus, ports: Array(port.ports.dropLast()))
        let attributes = hub.flatMap { hub in
            text(Self.usbDevices + "/\(hub)/bmAttributes").flatMap { UInt8($0, radix: 16) }
        }
        return PortPower(
            milliamperes: text(folder + "/bMaxPower").flatMap(Self.milliamperes), hub: hub,
            // Bit 6: self-powered (USB 2.0, section 9.6.3).
            hubHasSupply: attributes.map { $0 & 0x40 > 0 },
            overCurrents: text(folder + "/port/over_current_count").flatMap { Int($0) })
    }

    /// Reads `100mA`.
    private static func milliamperes(_ text: String) -> Int? {
        text.hasSuffix("mA") ? Int(text.dropLast(2)) : nil
    }
}
