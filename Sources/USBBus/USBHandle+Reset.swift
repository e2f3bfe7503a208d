import CLibUSB

extension USBHandle {
    /// Resets the device, which then is as after plugging it in, at the same address.
    ///
    /// Claims all its interfaces first, and so fails while another program or a kernel driver uses
    /// one of them. Blocks as long as the kernel tries, which can be a minute for a device that is
    /// dead; never call it where somebody waits.
    package func reset() throws(USBError) {
        for number in try interfaces() {
            // The handle is open; libusb knows it to the end of the call, and lets go at `close`.
            let code = unsafe libusb_claim_interface(pointer, Int32(number))
            guard code == 0 else { throw .claimFailed(address, code: code) }
        }
        // As above.
        let code = unsafe libusb_reset_device(pointer)
        // It came back as another device, or not at all: this handle is of no more use.
        guard code != LIBUSB_ERROR_NOT_FOUND.rawValue else { throw .deviceGone(address) }
        guard code == 0 else { throw .resetFailed(address, code: code) }
    }

    /// The numbers of the interfaces that the device has now.
    private func interfaces() throws(USBError) -> Set<UInt8> {
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
            })
    }
}
