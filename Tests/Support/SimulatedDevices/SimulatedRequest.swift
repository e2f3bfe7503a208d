/// A control transfer, as far as a simulated device tells one from another.
package struct SimulatedRequest: Hashable, Sendable {
    /// `bmRequestType`, with the bit of direction.
    package var type: UInt8
    package var request: UInt8
    package var value: UInt16

    package init(type: UInt8, request: UInt8, value: UInt16) {
        self.type = type
        self.request = request
        self.value = value
    }

    /// GET_DESCRIPTOR for the string with this number; 0 is the list of languages.
    package static func string(_ number: UInt8) -> SimulatedRequest {
        SimulatedRequest(type: 0x80, request: 6, value: 0x0300 | UInt16(number))
    }
}
