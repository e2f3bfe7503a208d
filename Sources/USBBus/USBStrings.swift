/// The three texts that a device may tell about itself.
package struct USBStrings: Hashable, Sendable {
    /// Cleaned for display.
    package let manufacturer: String?
    /// Cleaned for display.
    package let product: String?
    /// Untouched, because it identifies the device.
    package let serialNumber: String?

    package init(manufacturer: String?, product: String?, serialNumber: String?) {
        self.manufacturer = manufacturer.map(USBText.display)
        self.product = product.map(USBText.display)
        self.serialNumber = serialNumber
    }
}
