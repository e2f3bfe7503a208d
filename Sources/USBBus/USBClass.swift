/// What a device or an interface says it does: class, subclass and protocol codes of the USB-IF.
package struct USBClass: Hashable, Sendable {
    package let code: UInt8
    package let subclass: UInt8
    package let protocolCode: UInt8

    package init(code: UInt8, subclass: UInt8, protocolCode: UInt8) {
        self.code = code
        self.subclass = subclass
        self.protocolCode = protocolCode
    }
}
