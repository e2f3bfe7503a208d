import CLibUSB
import CUSBReset
import Glibc

extension USBHandle {
    /// Closes the handle and resets the device, which then is as after plugging it in, at the same
    /// address.
    ///
    /// Fails while another program or a kernel driver uses one of its interfaces. Blocks as long as
    /// the kernel tries, which can be more than a minute for a device that is dead; this process
    /// can end meanwhile.
    package consuming func reset() throws(USBError) {
        let (address, interfaces) = (address, try interfaces())
        let descriptor = reference.descriptor
        // The kernel would not let this process end with the node open.
        _ = consume self
        let code = USBResetGate.reset {
            // It copies what it is given before it returns.
            unsafe usb_device_reset(
                address.node, descriptor.idVendor, descriptor.idProduct, descriptor.bcdDevice,
                interfaces, interfaces.count)
        }
        switch code {
        case 0: return
        case EBUSY: throw .claimFailed(address, code: LIBUSB_ERROR_BUSY.rawValue)
        case ENODEV, ENOENT: throw .deviceGone(address)
        case EACCES: throw .resetFailed(address, code: LIBUSB_ERROR_ACCESS.rawValue)
        default: throw .resetFailed(address, code: LIBUSB_ERROR_OTHER.rawValue)
        }
    }

    /// The numbers of the interfaces that the device has now.
    private func interfaces() throws(USBError) -> [UInt8] {
        var active: UnsafeMutablePointer<libusb_config_descriptor>?
        // The variable outlives the call.
        let code = unsafe libusb_get_active_config_descriptor(reference.pointer, &active)
        guard code == 0, let active = unsafe active else {
            throw .descriptorRefused(address, code: code)
        }
        // Ours until here; all that is needed is copied.
        defer { unsafe libusb_free_config_descriptor(active) }
        // libusb filled what it gave, and allocated this many interfaces.
        let interfaces = unsafe UnsafeBufferPointer(
            start: active.pointee.interface, count: Int(active.pointee.bNumInterfaces))
        return unsafe Set(
            interfaces.compactMap { interface in
                // libusb allocated this many settings.
                unsafe interface.num_altsetting > 0
                    ? interface.altsetting.pointee.bInterfaceNumber : nil
            }
        ).sorted()
    }
}
