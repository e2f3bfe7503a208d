import CLibUSB

/// What could not be done on the bus; a `code` is libusb's.
package enum USBError: Error, Hashable, Sendable {
    case startFailed(code: Int32)
    case threadFailed(errno: Int32)
    case listFailed(code: Int32)
    case openFailed(USBAddress, code: Int32)
    /// The device is there, and its node is not: a container that it was not passed into.
    case nodeAbsent(USBAddress)
    /// No device is at that address any more.
    case deviceGone(USBAddress)
    /// Another device is at that address now.
    case deviceChanged(USBAddress)
    /// An interface is used by another program or a kernel driver.
    case claimFailed(USBAddress, code: Int32)
    case resetFailed(USBAddress, code: Int32)
    case transferFailed(USBAddress, code: Int32)
    /// libusb did not accept a descriptor of the device.
    case descriptorRefused(USBAddress, code: Int32)
    /// A descriptor that arrived is not one.
    case descriptorMalformed(USBAddress)
}

extension USBError {
    /// Whether the device was asked and gave no answer, neither in time nor in good form; a refusal
    /// is an answer.
    package var isSilence: Bool {
        guard case .transferFailed(_, let code) = self else { return false }
        return [LIBUSB_ERROR_TIMEOUT.rawValue, LIBUSB_ERROR_IO.rawValue].contains(code)
    }

    /// Whether the device left, or another came in its place.
    package var isGone: Bool {
        switch self {
        case .deviceGone, .deviceChanged: true
        case .openFailed(_, let code), .claimFailed(_, let code), .transferFailed(_, let code):
            code == LIBUSB_ERROR_NO_DEVICE.rawValue
        case .startFailed, .threadFailed, .listFailed, .nodeAbsent, .resetFailed,
            .descriptorRefused, .descriptorMalformed:
            false
        }
    }

    /// Whether the system did not let this process open the device. Right after an arrival that
    /// may pass: udev sets who may, a moment later.
    package var isAccessRefused: Bool {
        switch self {
        case .nodeAbsent: true
        case .openFailed(_, let code): code == LIBUSB_ERROR_ACCESS.rawValue
        default: false
        }
    }
}
