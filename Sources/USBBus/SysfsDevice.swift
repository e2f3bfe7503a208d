import FileSystem

/// A device as sysfs lists it: read in a moment, with no permission and no word to the device.
struct SysfsDevice: Hashable, Sendable {
    let port: USBPortPath
    let address: USBAddress
    let vendorID: UInt16
    let productID: UInt16
}

extension SysfsDevice {
    private static let folder = Folder("/sys/bus/usb/devices")

    /// All devices; none where the kernel has no USB.
    static func all() -> [SysfsDevice] {
        // An unreadable list is told by the session's hotplug side or by nobody: nothing is lost.
        guard let names = try? folder.entries() else { return [] }
        return names.compactMap { USBPortPath($0).flatMap(SysfsDevice.init(at:)) }
    }

    /// The device in a socket; nothing if none is there, or it is leaving.
    init?(at port: USBPortPath) {
        guard let bus = Self.number("busnum", at: port).flatMap(UInt8.init(exactly:)),
            let device = Self.number("devnum", at: port).flatMap(UInt8.init(exactly:)),
            let vendorID = Self.number("idVendor", at: port, radix: 16),
            let productID = Self.number("idProduct", at: port, radix: 16)
        else { return nil }
        self.port = port
        self.vendorID = vendorID
        self.productID = productID
        address = USBAddress(bus: bus, device: device)
    }

    /// False while the kernel resets it: it gets its address again at the end.
    var hasAddress: Bool { address.device != 0 }

    /// `bcdDevice`.
    var release: UInt16? {
        Self.number("bcdDevice", at: port, radix: 16)
    }

    /// A text that the kernel read when the device was plugged in; nothing if it has none.
    func string(_ name: SysfsString) -> String? {
        guard let text = Self.text(name.rawValue, at: port), !text.isEmpty else { return nil }
        return text
    }

    private static func number(_ name: String, at port: USBPortPath, radix: Int = 10) -> UInt16? {
        text(name, at: port).flatMap { UInt16($0, radix: radix) }
    }

    private static func text(_ name: String, at port: USBPortPath) -> String? {
        // The kernel states 4096 for every attribute, whatever it holds. What fails here is an
        // attribute that is not there or a device that is leaving, and reads as nothing.
        let text = try? folder.folder(port.description).text(name, atMost: 4096)
        return text.flatMap { $0.utf8.count <= 1024 ? $0 : nil }
    }
}
