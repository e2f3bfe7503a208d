import HardwareKeys
import USBBus

/// A USB device of any kind.
struct SeenDevice {
    let model: USBModel
    let port: USBPortPath
    let manufacturer: String?
    let product: String?
}

extension SeenDevice {
    init(_ device: USBDevice) {
        self.init(
            model: USBModel(of: device), port: device.port, manufacturer: device.manufacturer,
            product: device.product)
    }
}
