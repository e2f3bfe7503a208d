import CLibUSB

/// A libusb context; ends it when the last who holds it is gone.
///
/// Whoever holds something of it (a device, an open handle, the event thread) holds it too.
@safe final class USBContext: Sendable {
    // libusb locks its contexts; the pointer is set once and freed in `deinit`.
    nonisolated(unsafe) let pointer: OpaquePointer
    let queue = HotplugQueue()

    /// Starts libusb and lists what is plugged in now; waits until this process resets no device.
    init() throws(USBError) {
        var context: OpaquePointer?
        // The variable outlives the call.
        let code = USBResetGate.look { unsafe libusb_init(&context) }
        guard code == 0, let context = unsafe context else { throw .startFailed(code: code) }
        unsafe pointer = context
    }

    deinit {
        queue.discard()
        // Devices, handles and the event thread hold this object, so none of them is left.
        unsafe libusb_exit(pointer)
    }

    /// Asks for every arrival and departure from now on, and for an arrival of all that is here.
    /// - Returns: libusb's code.
    func watch() -> Int32 {
        let events =
            LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED.rawValue | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT.rawValue
        let any = LIBUSB_HOTPLUG_MATCH_ANY
        // The queue lives as long as this object, and no callback comes after `libusb_exit`.
        return unsafe libusb_hotplug_register_callback(
            pointer, Int32(events), Int32(LIBUSB_HOTPLUG_ENUMERATE.rawValue), any, any, any,
            HotplugQueue.callback, Unmanaged.passUnretained(queue).toOpaque(), nil)
    }

    /// The devices that this context knows. libusb looks at the bus only when a context starts.
    func devices() throws(USBError) -> [USBReference] {
        var list: UnsafeMutablePointer<OpaquePointer?>?
        // The variable outlives the call.
        let count = unsafe libusb_get_device_list(pointer, &list)
        guard count >= 0, let list = unsafe list else {
            throw .listFailed(code: Int32(truncatingIfNeeded: count))
        }
        // The list is ours; each reference took its own count on its device.
        defer { unsafe libusb_free_device_list(list, 1) }
        return (0..<count).compactMap { index in
            // libusb gave `count` entries.
            unsafe list[index].map { unsafe USBReference($0, in: self) }
        }
    }

    /// Runs what is due, or waits for it.
    /// - Returns: libusb's code.
    func handleEvents(for time: Duration) -> Int32 {
        var timeout = timeval(time)
        // Both live during the call; no completion flag is used.
        return unsafe libusb_handle_events_timeout_completed(pointer, &timeout, nil)
    }

    /// Ends one ``handleEvents(for:)``, also one that begins only later.
    func interrupt() {
        // The context is alive while this object is.
        unsafe libusb_interrupt_event_handler(pointer)
    }
}
