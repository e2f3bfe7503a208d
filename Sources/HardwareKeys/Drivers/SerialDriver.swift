import LicenseBinding
import USBBus

/// License keys that are known by their USB serial number.
struct SerialDriver: KeyDriver {
    func sighting(of device: USBDevice) -> KeySighting {
        if let serial = device.serialNumber, serial.contains(where: { !$0.isWhitespace }) {
            let id = KeyID.usb(
                vendor: device.vendorID, product: device.productID, serial: serial)
            return KeySighting(id: id, state: .ready)
        }
        return KeySighting(state: state(after: device.problem))
    }

    /// A serial number that could not be read is no serial number that is not there.
    private func state(after problem: USBError?) -> KeyState {
        switch problem {
        case nil, .descriptorRefused, .descriptorMalformed: .anonymous
        case .some(let problem) where problem.isAccessRefused: .noAccess
        case .startFailed, .threadFailed, .listFailed, .openFailed, .deviceGone, .deviceChanged,
            .transferFailed:
            .busy
        }
    }
}
