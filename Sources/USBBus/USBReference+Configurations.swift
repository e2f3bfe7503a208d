import CLibUSB

/// No more than libusb itself accepts, whatever a descriptor counts.
private enum Limit {
    static let configurations = 8
    static let interfaces = 32
    static let alternates = 128
}

extension USBReference {
    /// All configurations, or the first refusal of libusb.
    func configurations() throws(USBError) -> [USBConfiguration] {
        let count = min(Int(descriptor.bNumConfigurations), Limit.configurations)
        var configurations: [USBConfiguration] = []
        for index in 0..<count {
            configurations.append(try configuration(UInt8(index)))
        }
        return configurations
    }

    private func configuration(_ index: UInt8) throws(USBError) -> USBConfiguration {
        var parsed: UnsafeMutablePointer<libusb_config_descriptor>?
        // The variable outlives the call.
        let code = unsafe libusb_get_config_descriptor(pointer, index, &parsed)
        guard code == 0, let parsed = unsafe parsed else {
            throw .descriptorRefused(address, code: code)
        }
        // Ours until here; all that is needed is copied.
        defer { unsafe libusb_free_config_descriptor(parsed) }
        // libusb filled what it gave.
        let descriptor = unsafe parsed.pointee
        // libusb allocated this many interfaces.
        let interfaces = unsafe UnsafeBufferPointer(
            start: descriptor.interface,
            count: min(Int(descriptor.bNumInterfaces), Limit.interfaces))
        return unsafe USBConfiguration(
            value: descriptor.bConfigurationValue,
            interfaces: interfaces.flatMap { unsafe Self.alternates(of: $0) })
    }

    private static func alternates(of interface: libusb_interface) -> [USBInterface] {
        // libusb allocated this many settings.
        let settings = unsafe UnsafeBufferPointer(
            start: interface.altsetting,
            count: min(max(0, Int(interface.num_altsetting)), Limit.alternates))
        return unsafe settings.map { setting in
            unsafe USBInterface(
                number: setting.bInterfaceNumber, alternate: setting.bAlternateSetting,
                interfaceClass: USBClass(
                    code: setting.bInterfaceClass, subclass: setting.bInterfaceSubClass,
                    protocolCode: setting.bInterfaceProtocol),
                endpoints: Int(setting.bNumEndpoints))
        }
    }
}
