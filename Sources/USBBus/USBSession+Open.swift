import CLibUSB

extension USBSession {
    /// Opens the device that was found before, and no other that has taken its place.
    package func open(_ device: USBDevice) throws(USBError) -> USBHandle {
        let handle = try USBHandle(opening: try reference(to: device))
        // From here on the kernel ties the handle to one device, so what sysfs shows now counts.
        try device.confirm(by: handle)
        return handle
    }

    private func reference(to device: USBDevice) throws(USBError) -> USBReference {
        if let known = try watch.context.devices().first(where: device.matches) { return known }
        // Found by a rescan: the session's own context never heard of it.
        let present = try USBContext().devices().filter { $0.address == device.address }
        guard !present.isEmpty else { throw .deviceGone(device.address) }
        guard let match = present.first(where: device.matches) else {
            throw .deviceChanged(device.address)
        }
        return match
    }
}

extension USBDevice {
    fileprivate func matches(_ reference: USBReference) -> Bool {
        let descriptor = reference.descriptor
        return reference.address == address && descriptor.idVendor == vendorID
            && descriptor.idProduct == productID && descriptor.bcdDevice == release
    }

    fileprivate func confirm(by handle: borrowing USBHandle) throws(USBError) {
        guard let sysfs = SysfsDevice(at: port) else { throw .deviceGone(address) }
        guard sysfs == identity, sysfs.release == release else { throw .deviceChanged(address) }
        guard let serialNumber else { return }
        var present = sysfs.string(.serialNumber)
        if present == nil {
            let number = handle.reference.descriptor.iSerialNumber
            present = try handle.string(number, language: try handle.language())
        }
        guard present == serialNumber else { throw .deviceChanged(address) }
    }
}
