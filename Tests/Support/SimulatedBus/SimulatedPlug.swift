import SimulatedDevices

/// A device that is plugged into a ``SimulatedBus``.
package struct SimulatedPlug: Hashable, Sendable {
    package let port: String
    package let bus: UInt8
    /// The number it got on the bus.
    package let address: UInt8

    var node: String { SimulatedDevice.node(bus: bus, address: address) }
}
