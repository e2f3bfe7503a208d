/// A USB device to plug into a simulation: what the kernel shows of it, and what it answers.
package struct SimulatedDevice: Sendable {
    package var vendorID: UInt16
    package var productID: UInt16
    /// `bcdDevice`.
    package var release: UInt16 = 0x0100
    package var deviceClass: UInt8 = 0
    package var manufacturer: String?
    package var product: String?
    package var serialNumber: String?
    /// The socket as sysfs names it, `1-4.2`; the number before the dash is the bus.
    package var port = "1-1"
    /// The number on the bus; the next one if it is not set.
    package var address: UInt8?
    /// In Mbit/s, as sysfs writes it.
    package var speed = "480"
    package var interfaces = [SimulatedInterface()]
    /// Takes the place of the descriptors that follow from the values above.
    package var rawDescriptors: [UInt8]?
    /// Whether sysfs has the strings; if not, only a control transfer brings them.
    package var isCached = true
    /// Takes the place of what the device would answer.
    package var answers: [SimulatedRequest: SimulatedAnswer] = [:]
    package var node = SimulatedNode.open

    package init(
        vendorID: UInt16, productID: UInt16, manufacturer: String? = nil, product: String? = nil,
        serialNumber: String? = nil
    ) {
        self.vendorID = vendorID
        self.productID = productID
        self.manufacturer = manufacturer
        self.product = product
        self.serialNumber = serialNumber
    }

    /// A copy with changes, for a test to write in one expression.
    package func with(_ change: (inout SimulatedDevice) -> Void) -> SimulatedDevice {
        var copy = self
        change(&copy)
        return copy
    }
}
