import FileSystem
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
        let hub =
            port.ports.count < 2
            ? nil
            : USBPortPath(
                bus: port.bus, ports: Array(port.ports.dropLast()))
        let counts = Self.usbDevices + "/\(port)/port/over_current_count"
        return PortPower(
            milliamperes: configuration(port).map { $0.power * unit(port) }, hub: hub,
            hubHasSupply: hub.flatMap { configuration($0)?.hasSupply },
            overCurrents: text(counts).flatMap { Int($0) })
    }

    /// The attributes `bMaxPower` and `bmAttributes` would wait for whoever resets the device.
    private func configuration(_ port: USBPortPath) -> FirstConfiguration? {
        // Nothing is lost: what cannot be read is not known.
        let bytes = try? root.read(Self.usbDevices + "/\(port)/descriptors", atMost: 65536)
        return bytes.flatMap { FirstConfiguration($0) }
    }

    private func unit(_ port: USBPortPath) -> Int {
        let speed = text(Self.usbDevices + "/\(port)/speed").flatMap { Int($0) } ?? 0
        return speed >= Self.superSpeed ? 8 : 2
    }

    /// In Mbit/s.
    private static let superSpeed = 5000
}
