/// One alternate setting of an interface.
package struct USBInterface: Hashable, Sendable {
    package let number: UInt8
    package let alternate: UInt8
    package let interfaceClass: USBClass
    /// How many endpoints it has beside the control endpoint.
    package let endpoints: Int

    package init(number: UInt8, alternate: UInt8, interfaceClass: USBClass, endpoints: Int) {
        self.number = number
        self.alternate = alternate
        self.interfaceClass = interfaceClass
        self.endpoints = endpoints
    }
}
