import CLibUSB

extension USBReference {
    /// Reads all that a ``USBDevice`` tells.
    ///
    /// Opens the device only for strings that sysfs does not have, and then may block for a
    /// second; never call it from libusb's callback.
    /// - Parameter listed: the devices that sysfs lists now.
    func device(among listed: [SysfsDevice]) -> USBDevice {
        let descriptor = descriptor
        // libusb sees only what it found when the device came; another may sit there by now.
        let sysfs = listed.first(where: isSame)
        let finding = USBStringReader(reference: self, sysfs: sysfs).read()
        var problem = finding.problem
        var found: [USBConfiguration] = []
        do throws(USBError) {
            found = try configurations()
        } catch {
            problem = problem ?? error
        }
        return USBDevice(
            address: address, port: sysfs?.port ?? port, vendorID: descriptor.idVendor,
            productID: descriptor.idProduct, release: descriptor.bcdDevice,
            usbVersion: descriptor.bcdUSB,
            deviceClass: USBClass(
                code: descriptor.bDeviceClass, subclass: descriptor.bDeviceSubClass,
                protocolCode: descriptor.bDeviceProtocol),
            speed: speed, strings: finding.strings, configurations: found, problem: problem)
    }

    /// Whether sysfs means this device.
    func isSame(as listed: SysfsDevice) -> Bool {
        let descriptor = descriptor
        return listed.address == address && listed.vendorID == descriptor.idVendor
            && listed.productID == descriptor.idProduct
    }
}
