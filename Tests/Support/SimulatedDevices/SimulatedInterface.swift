/// One alternate setting of an interface.
package struct SimulatedInterface: Sendable {
    package var number: UInt8 = 0
    package var alternate: UInt8 = 0
    /// 3, a human interface device, gets a HID descriptor too.
    package var classCode: UInt8 = 0xFF
    package var subclass: UInt8 = 0
    package var protocolCode: UInt8 = 0
    /// Addresses of interrupt endpoints.
    package var endpoints: [UInt8] = [0x81]

    package init(number: UInt8 = 0, classCode: UInt8 = 0xFF, endpoints: [UInt8] = [0x81]) {
        self.number = number
        self.classCode = classCode
        self.endpoints = endpoints
    }
}
