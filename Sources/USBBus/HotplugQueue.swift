import CLibUSB
import Synchronization

/// What libusb's callback saw and the event thread has not dealt with yet.
final class HotplugQueue: Sendable {
    private let pending = Mutex<[HotplugMessage]>([])

    /// Counts the device once and keeps the message; never waits for anything but this queue.
    static let callback: libusb_hotplug_callback_fn = { _, device, event, queue in
        guard let device = unsafe device, let queue = unsafe queue else { return 0 }
        // The context that calls owns the queue.
        let target = unsafe Unmanaged<HotplugQueue>.fromOpaque(queue).takeUnretainedValue()
        let isArrival = event == LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED
        // The device is alive during the callback; the count keeps it until it is taken.
        let counted: OpaquePointer = unsafe libusb_ref_device(device)
        target.add(unsafe HotplugMessage(device: counted, isArrival: isArrival))
        return 0
    }

    /// Takes all messages out, in order; the caller owns the counts.
    func take() -> [HotplugMessage] {
        pending.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }

    /// Drops the messages and their counts.
    func discard() {
        for message in take() {
            // The count that the callback took.
            unsafe libusb_unref_device(message.device)
        }
    }

    private func add(_ message: HotplugMessage) {
        pending.withLock { $0.append(message) }
    }
}
