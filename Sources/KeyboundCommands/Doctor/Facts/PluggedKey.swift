import HardwareKeys
import LicenseBinding
import SystemInspection
import USBBus

/// A license key that is plugged in, and what the system does with it.
struct PluggedKey {
    let id: KeyID?
    let name: String
    let model: USBModel
    let port: USBPortPath
    let address: USBAddress
    let state: KeyState

    var node: DeviceNode?
    var interfaces: [DeviceInterface] = []
    var power = PortPower(milliamperes: nil)
    var record: UdevRecord?

    var path: String { address.node }

    var subject: String { port.description }

    /// The minor number of its node (Documentation/admin-guide/devices.txt).
    var minor: Int { (Int(address.bus) - 1) * 128 + Int(address.device) - 1 }

    /// Its node and those of its interfaces.
    var paths: [String] {
        [path] + interfaces.flatMap(\.rawNodes).map { "/dev/" + $0 }
    }

    /// Whether its driver has to open it and did not get what it needs. The kernel tells serial
    /// numbers to everybody, and a run-time that holds the ID opens the key itself.
    var needsNode: Bool {
        switch state {
        case .noAccess, .busy: true
        case .ready, .needsRuntime, .unenrolled, .anonymous, .duplicateID: false
        }
    }
}

extension PluggedKey {
    init(_ key: HardwareKey, in system: SystemInspection) {
        self.init(
            id: key.id, name: key.name,
            model: USBModel(of: key.device), port: key.device.port, address: key.device.address,
            state: key.state)
        node = system.node(path)
        interfaces = system.interfaces(of: port.description)
        power = system.power(of: port)
        record = system.udevRecord(ofUSB: minor)
    }
}
