/// Where a device sits for the kernel: the bus, and the number it got there when it was plugged in.
package struct USBAddress: Hashable, Sendable {
    package let bus: UInt8
    package let device: UInt8

    package init(bus: UInt8, device: UInt8) {
        self.bus = bus
        self.device = device
    }
}

extension USBAddress: Comparable {
    package static func < (left: USBAddress, right: USBAddress) -> Bool {
        (left.bus, left.device) < (right.bus, right.device)
    }
}

extension USBAddress: CustomStringConvertible {
    /// As in `lsusb` and `/dev/bus/usb`: `001:004`.
    package var description: String {
        Self.padded(bus) + ":" + Self.padded(device)
    }

    /// The device's node, which whoever opens the device needs.
    package var node: String {
        "/dev/bus/usb/" + Self.padded(bus) + "/" + Self.padded(device)
    }

    private static func padded(_ number: UInt8) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 3 - digits.count) + digits
    }
}
