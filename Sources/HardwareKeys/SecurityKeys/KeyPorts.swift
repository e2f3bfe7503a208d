package import FIDO2
package import USBBus

/// Where keys are plugged in: this computer, or a simulated one.
package protocol KeyPorts: Sendable {
    /// All USB devices, by address.
    func devices() throws(USBError) -> [USBDevice]

    /// Begins to follow the bus, which goes on as long as the answer is kept.
    /// - Returns: a stream of an arrival for each device, and then every change, with each call.
    func follow() throws(USBError) -> @Sendable () -> AsyncStream<USBEvent>

    /// Opens the FIDO2 side of a device; blocks for seconds where udev or another program is at work.
    /// - Parameter limit: how long another program may hold it.
    /// - Returns: nothing if the device is no FIDO2 key.
    func securityKey(
        _ device: USBDevice, within limit: Duration
    ) throws(FIDO2Error) -> (any ReportChannel)?
}
