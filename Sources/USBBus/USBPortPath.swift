/// The socket a device is plugged into: the bus, then the port on each hub on the way.
///
/// It stays the same when the same socket is used again; a ``USBAddress`` does not.
package struct USBPortPath: Hashable, Sendable {
    package let bus: UInt8
    /// Empty for the root hub of the bus.
    package let ports: [UInt8]

    package init(bus: UInt8, ports: [UInt8]) {
        self.bus = bus
        self.ports = ports
    }

    /// Reads the name of a device in sysfs (`1-4.2`, `usb1`); nothing for an interface (`1-4:1.0`).
    package init?(_ name: String) {
        if name.hasPrefix("usb"), let bus = UInt8(name.dropFirst(3)) {
            self.init(bus: bus, ports: [])
            return
        }
        let halves = name.split(separator: "-", omittingEmptySubsequences: false)
        guard halves.count == 2, let bus = UInt8(halves[0]) else { return nil }
        let numbers = halves[1].split(separator: ".", omittingEmptySubsequences: false)
        let ports = numbers.compactMap { UInt8($0) }
        guard !ports.isEmpty, ports.count == numbers.count else { return nil }
        self.init(bus: bus, ports: ports)
    }
}

extension USBPortPath: CustomStringConvertible {
    /// The name of the device in sysfs: `1-4.2`, or `usb1` for a root hub.
    package var description: String {
        guard !ports.isEmpty else { return "usb\(bus)" }
        return "\(bus)-" + ports.map(String.init).joined(separator: ".")
    }
}

extension USBPortPath: Comparable {
    package static func < (left: USBPortPath, right: USBPortPath) -> Bool {
        left.bus != right.bus
            ? left.bus < right.bus : left.ports.lexicographicallyPrecedes(right.ports)
    }
}
