/// A device that came or went, counted once.
@safe struct HotplugMessage: Sendable {
    // Only passed on; libusb locks the counts.
    nonisolated(unsafe) let device: OpaquePointer
    let isArrival: Bool
}
