/// One alternate setting of an interface.
package struct SimulatedInterface: Sendable {
    package var number: UInt8 = 0
    package var alternate: UInt8 = 0
    /// 3, a human interface device, gets a HID descriptor too.
    package var classCode: UInt8 = 0xFF
    package var subclass: UInt8 = 0
    package var protocolCode: UInt8 = 0
    /// The addresses of its endpoints.
    package var endpoints: [UInt8] = [0x81]
    package var transfer = SimulatedTransfer.interrupt
    /// What the reports of a human interface device are about; makers have 0xFF00 for themselves.
    package var usagePage: UInt16 = 0xFF00

    package init(number: UInt8 = 0, classCode: UInt8 = 0xFF, endpoints: [UInt8] = [0x81]) {
        self.number = number
        self.classCode = classCode
        self.endpoints = endpoints
    }
}
