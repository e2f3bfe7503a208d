package import GuestMessages
package import RedirectedUSB
package import SimulatedDevices

extension VirtualMachine {
    /// What the kernel told of USB devices since the agent runs.
    package var usbEvents: [GuestUSBEvent] { link.events }

    /// Plugs a device in, waits until it is configured, and returns what the kernel tells of it.
    ///
    /// QEMU leaves a transfer to a device that is unplugged during its enumeration to the kernel's
    /// time limit of 5 seconds.
    @discardableResult
    package func plug(
        _ device: SimulatedDevice, into port: USBPort, within limit: Duration = .seconds(20),
        handler: USBPort.Handler? = nil
    ) async throws -> GuestUSBEvent {
        let mark = usbEvents.count
        port.plug(device, handler: handler)
        let event = try await usbEvent("add", at: port, since: mark, within: limit)
        try await port.configured(within: limit)
        return event
    }

    /// Unplugs a device, and returns what the kernel tells of it.
    @discardableResult
    package func unplug(
        _ port: USBPort, within limit: Duration = .seconds(20)
    ) async throws -> GuestUSBEvent {
        let mark = usbEvents.count
        port.unplug()
        return try await usbEvent("remove", at: port, since: mark, within: limit)
    }

    /// The first such event after as many as `mark`.
    package func usbEvent(
        _ action: String, at port: USBPort, since mark: Int, within limit: Duration
    ) async throws -> GuestUSBEvent {
        try await self.await("\(action) at \(port.name)", within: limit) {
            usbEvents.dropFirst(mark).first { $0.action == action && $0.port == port.name }
        }
    }
}
