import CLibUSB

extension USBReference {
    /// Reads what a ``USBDevice`` tells, without a word to the device.
    /// - Parameter listed: the devices that sysfs lists now.
    func device(among listed: [SysfsDevice]) -> USBDevice {
        let descriptor = descriptor
        // libusb sees only what it found when the device came; another may sit there by now.
        let sysfs = listed.first(where: isSame)
        var problem: USBError?
        var found: [USBConfiguration] = []
        do throws(USBError) {
            found = try configurations()
        } catch {
            problem = error
        }
        return USBDevice(
            address: address, port: sysfs?.port ?? port, vendorID: descriptor.idVendor,
            productID: descriptor.idProduct, release: descriptor.bcdDevice,
            usbVersion: descriptor.bcdUSB,
            deviceClass: USBClass(
                code: descriptor.bDeviceClass, subclass: descriptor.bDeviceSubClass,
                protocolCode: descriptor.bDeviceProtocol),
            speed: speed,
            strings: USBStrings(
                manufacturer: sysfs?.string(.manufacturer), product: sysfs?.string(.product),
                serialNumber: sysfs?.string(.serialNumber)),
            declaresSerialNumber: descriptor.iSerialNumber != 0, configurations: found,
            problem: problem)
    }

    /// Whether sysfs means this device.
    func isSame(as listed: SysfsDevice) -> Bool {
        let descriptor = descriptor
        return listed.address == address && listed.vendorID == descriptor.idVendor
            && listed.productID == descriptor.idProduct
    }
}
