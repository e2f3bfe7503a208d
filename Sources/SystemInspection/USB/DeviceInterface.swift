/// An interface of a USB device, and the kernel driver that has it.
package struct DeviceInterface: Hashable, Sendable {
    /// As sysfs names it: `1-4:1.0`.
    package let name: String
    package let classCode: UInt8?
    package let driver: String?
    /// Its nodes in `/dev`, if it is a human interface device: `hidraw0`.
    package let rawNodes: [String]

    package init(name: String, classCode: UInt8?, driver: String?, rawNodes: [String] = []) {
        self.name = name
        self.classCode = classCode
        self.driver = driver
        self.rawNodes = rawNodes
    }
}

extension SystemInspection {
    static let usbDevices = "sys/bus/usb/devices"

    /// The interfaces of the device in a port.
    package func interfaces(of port: String) -> [DeviceInterface] {
        names(in: Self.usbDevices).filter { $0.hasPrefix(port + ":") }.map { name in
            let folder = Self.usbDevices + "/" + name
            let driver = target(ofLink: folder + "/driver")?.split(separator: "/").last
            return DeviceInterface(
                name: name,
                classCode: text(folder + "/bInterfaceClass").flatMap { UInt8($0, radix: 16) },
                driver: driver.map(String.init), rawNodes: rawNodes(folder))
        }
    }

    private func rawNodes(_ folder: String) -> [String] {
        // Devices of the HID bus are named BUS:VENDOR:PRODUCT.NUMBER.
        names(in: folder).filter { $0.contains(":") }.flatMap { device in
            names(in: "\(folder)/\(device)/hidraw").filter { $0.hasPrefix("hidraw") }
        }
    }
}
