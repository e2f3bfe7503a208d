package import FIDO2
import Glibc
import SystemInspection
import SystemThreads
package import USBBus

/// The ports of this computer: libusb sees devices come and go and opens no FIDO2 key, which would
/// take it away from browsers; the key itself is spoken to through the kernel's hidraw node.
package struct ComputerPorts: KeyPorts {
    /// How long the kernel may take to make a node, and udev to say who may open it.
    private static let settling = Duration.seconds(2)
    private static let pause = Duration.milliseconds(50)

    private let system = SystemInspection()

    package init() {}

    package func devices() throws(USBError) -> [USBDevice] {
        try USBScan.devices()
    }

    package func follow() throws(USBError) -> @Sendable () -> AsyncStream<USBEvent> {
        let session = try USBSession()
        return { session.events() }
    }

    package func securityKey(
        _ device: USBDevice, within limit: Duration
    ) throws(FIDO2Error) -> (any ReportChannel)? {
        let end = ContinuousClock.now + Self.settling
        while true {
            guard system.address(in: device.port) == device.address else { throw .gone }
            switch system.securityKeyNode(in: device.port) {
            case .other: return nil
            case .unknown: guard .now < end, isFresh(device) else { return nil }
            case .node(let name):
                do throws(FIDO2Error) {
                    return try HIDNode(opening: "/dev/" + name, within: limit)
                } catch .openFailed(ENOENT) where .now < end {
                    // udev has not made it yet.
                } catch .openFailed(EACCES) where .now < end && isSettling(device, name) {
                    // udev has not said yet who may open it.
                }
            }
            SystemThread.pause(Self.pause)
        }
    }

    private func isSettling(_ device: USBDevice, _ node: String) -> Bool {
        isFresh(device) || !system.isUdevDone(withRaw: node)
    }

    /// Whether the device came so lately that the kernel or udev may still be at work.
    private func isFresh(_ device: USBDevice) -> Bool {
        system.connected(device.port).map { $0 < Self.settling } ?? false
    }
}
