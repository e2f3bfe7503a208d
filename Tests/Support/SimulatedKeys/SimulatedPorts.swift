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
    private let followers = Mutex<[AsyncStream<USBEvent>.Continuation]>([])
    private let number = Mutex<UInt8>(0)
    private let failure = Mutex<USBError?>(nil)

    package init(_ keys: SimulatedKey...) {
        for key in keys { plug(key) }
    }

    package func plug(_ key: SimulatedKey, refusal: Int32? = nil) {
        // Each plug has an address of its own, as on a bus.
        let number = number.withLock { number in
            number += 1
            return number
        }
        let device = USBDevice.securityKey(number)
        plugs.withLock {
            $0.append(Plug(device: device, port: SimulatedKeyPort(key), refusal: refusal))
        }
        tell(.arrived(device))
    }

    /// Plugs in a device that is no FIDO2 key.
    package func plug(_ device: USBDevice) {
        others.withLock { $0.append(device) }
        tell(.arrived(device))
    }

    package func unplug(_ device: USBDevice) {
        others.withLock { $0.removeAll { $0 == device } }
        tell(.left(device))
    }

    package func unplug(_ key: SimulatedKey) {
        let gone = plugs.withLock { plugs in
            defer { plugs.removeAll { $0.port.key === key } }
            return plugs.filter { $0.port.key === key }.map(\.device)
        }
        for device in gone { tell(.left(device)) }
    }

    package func unplugAll() {
        let gone = (try? devices()) ?? []
        plugs.withLock { $0 = [] }
        others.withLock { $0 = [] }
        for device in gone { tell(.left(device)) }
    }

    package func follow() throws(USBError) -> @Sendable () -> AsyncStream<USBEvent> {
        {
            let (events, follower) = AsyncStream.makeStream(of: USBEvent.self)
            for device in (try? self.devices()) ?? [] { follower.yield(.arrived(device)) }
            self.followers.withLock { $0.append(follower) }
            return events
        }
    }

    private func tell(_ event: USBEvent) {
        for follower in followers.withLock(\.self) { follower.yield(event) }
    }

    /// From now on the ports cannot be listed.
    package func fail(_ error: USBError) {
        failure.withLock { $0 = error }
    }

    package func devices() throws(USBError) -> [USBDevice] {
        if let failure = failure.withLock(\.self) { throw failure }
        return plugs.withLock { $0.map(\.device) } + others.withLock(\.self)
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
        let strings = USBStrings(
            manufacturer: "Example Keys", product: "Security Key", serialNumber: nil)
        return device(0x1209, 0x0001, strings, in: number, of: 3)
    }

    /// A key that signs nothing.
    /// - Parameter serial: nothing for one whose ID others tell.
    package static func licenseKey(
        _ vendorID: UInt16, _ productID: UInt16, serial: String?, in number: UInt8
    ) -> USBDevice {
        let strings = USBStrings(manufacturer: nil, product: nil, serialNumber: serial)
        return device(vendorID, productID, strings, in: number, of: 0xff)
    }

    private static func device(
        _ vendorID: UInt16, _ productID: UInt16, _ strings: USBStrings, in number: UInt8,
        of code: UInt8
    ) -> USBDevice {
        let interface = USBInterface(
            number: 0, alternate: 0,
            interfaceClass: USBClass(code: code, subclass: 0, protocolCode: 0), endpoints: 2)
        return USBDevice(
            address: USBAddress(bus: 1, device: number),
            port: USBPortPath(bus: 1, ports: [number]), vendorID: vendorID, productID: productID,
            release: 0x0100, usbVersion: 0x0200,
            deviceClass: USBClass(code: 0, subclass: 0, protocolCode: 0), speed: .full,
            strings: strings, declaresSerialNumber: strings.serialNumber != nil,
            configurations: [USBConfiguration(value: 1, interfaces: [interface])], problem: nil)
    }
}
