import CommandLineFront
import HardwareKeys
import LicenseBinding
import SystemInspection
import USBBus
import VerdictText

/// A license key that is plugged in, and what the system does with it.
struct PluggedKey {
    /// All that it has: a FIDO2 key has one for each enrollment.
    let ids: [KeyID]
    let name: String
    let model: USBModel
    let port: USBPortPath
    let address: USBAddress
    let state: KeyState
    /// Whether it is a FIDO2 key.
    var provesItself = false
    /// Whether it is a HASP or Sentinel key, which only its run-time opens.
    var isSentinel = false
    /// Why it is not ready.
    var reason: String?
    var sentinelProblem: SentinelProblem?

    /// The file by which its driver opens it, and who may do so.
    var path: String
    var node: DeviceNode?
    var interfaces: [DeviceInterface] = []
    var power = PortPower(milliamperes: nil)
    var record: UdevRecord?

    var subject: String { port.description }

    var text: String {
        ids.map { "\($0.text), " }.joined() + "\(name) (\(model)), \(state.rawValue)"
    }

    /// The minor number of its node (Documentation/admin-guide/devices.txt).
    var minor: Int { (Int(address.bus) - 1) * 128 + Int(address.device) - 1 }

    /// The node of its device and those of its interfaces.
    var paths: [String] {
        [address.node] + interfaces.flatMap(\.rawNodes).map { "/dev/" + $0 }
    }

    /// Whether its driver has to open it and did not get what it needs. The kernel tells serial
    /// numbers to everybody, and a run-time that holds the ID opens the key itself.
    var needsNode: Bool {
        guard !isSentinel else { return false }
        return switch state {
        case .noAccess, .busy: true
        case .ready, .needsRuntime, .unenrolled, .anonymous, .duplicateID: false
        }
    }
}

extension PluggedKey {
    init(_ key: HardwareKey, in system: SystemInspection) {
        self.init(
            ids: key.ids, name: key.name,
            model: USBModel(of: key.device), port: key.device.port, address: key.device.address,
            state: key.state, provesItself: key.provesItself, path: key.device.address.node)
        if provesItself, case .node(let name) = system.securityKeyNode(in: port) {
            path = "/dev/" + name
        }
        isSentinel = key.isSentinel
        reason = key.reason
        sentinelProblem = key.sentinelProblem
        node = system.node(path)
        interfaces = system.interfaces(of: port.description)
        power = system.power(of: port)
        record = system.udevRecord(ofUSB: minor)
    }
}
