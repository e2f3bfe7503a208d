import CLibUSB

/// A device inside libusb, counted while this object lives.
@safe final class USBReference: Sendable {
    // libusb locks the count, and what is read from a device never changes.
    nonisolated(unsafe) let pointer: OpaquePointer
    /// Ends after every device of it.
    let context: USBContext

    /// Takes a count of its own.
    init(_ device: OpaquePointer, in context: USBContext) {
        // The caller holds a count during the call.
        unsafe pointer = libusb_ref_device(device)
        self.context = context
    }

    /// Takes over the count of a message.
    init(adopting message: HotplugMessage, in context: USBContext) {
        // The message leaves the queue with its count.
        unsafe pointer = message.device
        self.context = context
    }

    deinit {
        // The count taken or taken over above.
        unsafe libusb_unref_device(pointer)
    }

    var address: USBAddress {
        // The device is alive while this object is; so in all that follows.
        unsafe USBAddress(
            bus: libusb_get_bus_number(pointer), device: libusb_get_device_address(pointer))
    }

    /// The socket as far as libusb knows the hubs on the way.
    var port: USBPortPath {
        var ports = [UInt8](repeating: 0, count: 7)
        // The buffer holds the seven levels that USB allows.
        let count = unsafe libusb_get_port_numbers(pointer, &ports, 7)
        return USBPortPath(bus: address.bus, ports: Array(ports.prefix(max(0, Int(count)))))
    }

    var speed: USBSpeed {
        // As above.
        switch unsafe libusb_get_device_speed(pointer) {
        case Int32(LIBUSB_SPEED_LOW.rawValue): .low
        case Int32(LIBUSB_SPEED_FULL.rawValue): .full
        case Int32(LIBUSB_SPEED_HIGH.rawValue): .high
        case Int32(LIBUSB_SPEED_SUPER.rawValue): .super
        case Int32(LIBUSB_SPEED_SUPER_PLUS.rawValue): .superPlus
        default: .unknown
        }
    }

    /// libusb keeps it since it found the device, and so cannot fail.
    var descriptor: libusb_device_descriptor {
        var descriptor = libusb_device_descriptor()
        // As above; the variable outlives the call.
        unsafe libusb_get_device_descriptor(pointer, &descriptor)
        return descriptor
    }
}
