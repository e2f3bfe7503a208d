import SimulatedBus
import SimulatedDevices
import USBBus

extension SimulatedDevice {
    static let key = SimulatedDevice(
        vendorID: 0x1050, productID: 0x0407, manufacturer: "Yubico", product: "YubiKey",
        serialNumber: "0001234567")

    /// A key whose strings only a control transfer brings.
    static let uncached = key.with { $0.isCached = false }

    func at(_ port: String) -> SimulatedDevice {
        with { $0.port = port }
    }
}

extension USBEvent {
    /// `+1-1` or `-1-1`.
    var text: String {
        switch self {
        case .arrived(let device): "+\(device.port)"
        case .left(let device): "-\(device.port)"
        }
    }
}
