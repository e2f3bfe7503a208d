import CLibUSB
import Glibc

/// An open device; closes it when it goes out of scope.
///
/// Transfers block the caller for up to their timeout. Call them from a thread of your own or an
/// actor with its own executor, never from Swift's shared pool.
@safe package struct USBHandle: ~Copyable, Sendable {
    /// The most bytes that Linux moves in one control transfer.
    package static let limit = 4096

    package let address: USBAddress
    let reference: USBReference
    // libusb locks its handles; the pointer is set once and freed in `deinit`.
    nonisolated(unsafe) let pointer: OpaquePointer

    init(opening reference: USBReference) throws(USBError) {
        var handle: OpaquePointer?
        // The variable outlives the call; libusb counts the device for the handle.
        let code = unsafe libusb_open(reference.pointer, &handle)
        guard code == 0, let handle = unsafe handle else {
            let address = reference.address
            throw .openFailed(
                address, code: Self.isForbidden(address) ? LIBUSB_ERROR_ACCESS.rawValue : code)
        }
        self.reference = reference
        address = reference.address
        unsafe pointer = handle
    }

    /// A container's list of devices refuses with EPERM, which libusb gives no code of its own.
    private static func isForbidden(_ address: USBAddress) -> Bool {
        let descriptor = unsafe open(address.node, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == EPERM }
        close(descriptor)
        return false
    }

    deinit {
        // Nobody else has the pointer; `reference` still holds the context.
        unsafe libusb_close(pointer)
    }

    /// A control transfer to the host.
    /// - Parameter limit: the most bytes to ask for.
    /// - Returns: what arrived, which may be less.
    package func receive(
        _ request: USBControlRequest, atMost limit: Int, timeout: Duration
    ) throws(USBError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: min(max(0, limit), Self.limit))
        let direction = UInt8(LIBUSB_ENDPOINT_IN.rawValue)
        let count = try transfer(request, direction, &bytes, timeout)
        return Array(bytes.prefix(count))
    }

    /// A control transfer to the device, whole or failed.
    package func send(
        _ request: USBControlRequest, _ bytes: [UInt8] = [], timeout: Duration
    ) throws(USBError) {
        precondition(bytes.count <= Self.limit, "too long for a control transfer")
        var bytes = bytes
        let direction = UInt8(LIBUSB_ENDPOINT_OUT.rawValue)
        let count = try transfer(request, direction, &bytes, timeout)
        guard count == bytes.count else {
            throw .transferFailed(address, code: LIBUSB_ERROR_IO.rawValue)
        }
    }

    private func transfer(
        _ request: USBControlRequest, _ direction: UInt8, _ bytes: inout [UInt8],
        _ timeout: Duration
    ) throws(USBError) -> Int {
        let length = UInt16(bytes.count)
        // The array outlives the call and holds `length` bytes; libusb reads and writes no more.
        let count = unsafe libusb_control_transfer(
            pointer, request.type | direction, request.request, request.value, request.index,
            &bytes, length, timeout.milliseconds)
        guard count >= 0 else { throw .transferFailed(address, code: count) }
        return min(Int(count), bytes.count)
    }
}
