import LicenseBinding
package import USBBus

/// A vendor and product number: what a device claims to be.
package struct USBModel: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let vendorID: UInt16
    package let productID: UInt16

    package init(vendorID: UInt16, productID: UInt16) {
        self.vendorID = vendorID
        self.productID = productID
    }

    package init(of device: USBDevice) {
        self.init(vendorID: device.vendorID, productID: device.productID)
    }

    package var description: String {
        USBNumber.text(vendorID) + ":" + USBNumber.text(productID)
    }

    package static func < (left: USBModel, right: USBModel) -> Bool {
        (left.vendorID, left.productID) < (right.vendorID, right.productID)
    }
}
