/// One of the ways a device can be set up, as its descriptors tell it.
package struct USBConfiguration: Hashable, Sendable {
    /// The number that selects it.
    package let value: UInt8
    /// Every alternate setting of every interface, in the order of the descriptors.
    package let interfaces: [USBInterface]

    package init(value: UInt8, interfaces: [USBInterface]) {
        self.value = value
        self.interfaces = interfaces
    }
}
