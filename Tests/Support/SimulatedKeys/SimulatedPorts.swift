package import FIDO2
import HardwareKeys
import Synchronization
package import USBBus

/// Ports with simulated keys in them, in the place of a computer's own.
package final class SimulatedPorts: KeyPorts {
    private struct Plug {
        let device: USBDevice
        let port: SimulatedKeyPort
        /// The error number that whoever opens it gets.
        var refusal: Int32?
    }

    private let plugs = Mutex<[Plug]>([])
    private let others = Mutex<[USBDevice]>([])

    package init(_ keys: SimulatedKey...) {
        for key in keys { plug(key) }
    }

    package func plug(_ key: SimulatedKey, refusal: Int32? = nil) {
        plugs.withLock { plugs in
            let number = UInt8(plugs.count + 1)
            plugs.append(
                Plug(device: .securityKey(number), port: SimulatedKeyPort(key), refusal: refusal))
        }
    }

    /// Plugs in a device that is no FIDO2 key.
    package func plug(_ device: USBDevice) {
        others.withLock { $0.append(device) }
    }

    package func unplugAll() {
        plugs.withLock { $0 = [] }
        others.withLock { $0 = [] }
    }

    package func devices() throws(USBError) -> [USBDevice] {
        plugs.withLock { $0.map(\.device) } + others.withLock(\.self)
    }

    package func securityKey(
        _ device: USBDevice, within limit: Duration
    ) throws(FIDO2Error) -> (any ReportChannel)? {
        let plug = plugs.withLock { $0.first { $0.device == device } }
        guard let plug else {
            guard others.withLock({ $0.contains(device) }) else { throw .gone }
            return nil
        }
        if let refusal = plug.refusal { throw .openFailed(errno: refusal) }
        return SimulatedChannel(plug.port)
    }
}

extension USBDevice {
    /// A FIDO2 key of no real maker (1209 is the vendor number for prototypes).
    fileprivate static func securityKey(_ number: UInt8) -> USBDevice {
        let human = USBInterface(
            number: 0, alternate: 0,
            interfaceClass: USBClass(code: 3, subclass: 0, protocolCode: 0), endpoints: 2)
        return USBDevice(
            address: USBAddress(bus: 1, device: number),
            port: USBPortPath(bus: 1, ports: [number]), vendorID: 0x1209, productID: 0x0001,
            release: 0x0100, usbVersion: 0x0200,
            deviceClass: USBClass(code: 0, subclass: 0, protocolCode: 0), speed: .full,
            strings: USBStrings(
                manufacturer: "Example Keys", product: "Security Key", serialNumber: nil),
            declaresSerialNumber: false,
            configurations: [USBConfiguration(value: 1, interfaces: [human])], problem: nil)
    }
}
