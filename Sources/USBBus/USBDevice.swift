/// A device as it was when it was found: a value, which stays when the device leaves.
package struct USBDevice: Hashable, Sendable {
    package let address: USBAddress
    package let port: USBPortPath
    package let vendorID: UInt16
    package let productID: UInt16
    /// `bcdDevice`: the maker's release number in binary-coded decimal, 0x0210 for 2.10.
    package let release: UInt16
    /// `bcdUSB`: the version of the standard it follows, in the same form.
    package let usbVersion: UInt16
    package let deviceClass: USBClass
    package let speed: USBSpeed
    /// As far as the kernel knows them.
    package let strings: USBStrings
    /// Whether its descriptor names a serial number, which the kernel need not have understood.
    package let declaresSerialNumber: Bool
    package let configurations: [USBConfiguration]
    /// Why something that the device declares could not be read.
    package let problem: USBError?

    package init(
        address: USBAddress, port: USBPortPath, vendorID: UInt16, productID: UInt16,
        release: UInt16, usbVersion: UInt16, deviceClass: USBClass, speed: USBSpeed,
        strings: USBStrings, declaresSerialNumber: Bool, configurations: [USBConfiguration],
        problem: USBError?
    ) {
        self.address = address
        self.port = port
        self.vendorID = vendorID
        self.productID = productID
        self.release = release
        self.usbVersion = usbVersion
        self.deviceClass = deviceClass
        self.speed = speed
        self.strings = strings
        self.declaresSerialNumber = declaresSerialNumber
        self.configurations = configurations
        self.problem = problem
    }

    /// For people to read: never a control character.
    package var manufacturer: String? { strings.manufacturer }
    /// For people to read: never a control character.
    package var product: String? { strings.product }
    /// Exactly as the device tells it.
    package var serialNumber: String? { strings.serialNumber }
}

extension USBDevice {
    /// What the kernel shows of it without a question to the device.
    var identity: SysfsDevice {
        SysfsDevice(port: port, address: address, vendorID: vendorID, productID: productID)
    }
}
