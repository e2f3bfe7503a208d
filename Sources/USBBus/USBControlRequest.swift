/// The setup of a control transfer but its direction and length (USB 2.0, section 9.3).
package struct USBControlRequest: Hashable, Sendable {
    package enum Kind: UInt8, Sendable {
        case standard = 0x00
        case `class` = 0x20
        case vendor = 0x40
    }

    package enum Recipient: UInt8, Sendable {
        case device
        case interface
        case endpoint
        case other
    }

    package var kind: Kind
    package var recipient: Recipient
    package var request: UInt8
    package var value: UInt16
    package var index: UInt16

    package init(
        _ kind: Kind, to recipient: Recipient = .device, request: UInt8, value: UInt16 = 0,
        index: UInt16 = 0
    ) {
        self.kind = kind
        self.recipient = recipient
        self.request = request
        self.value = value
        self.index = index
    }

    /// GET_DESCRIPTOR for a string.
    static func string(_ number: UInt8, language: UInt16) -> USBControlRequest {
        let value = UInt16(USBStringDescriptor.type) << 8 | UInt16(number)
        return USBControlRequest(.standard, request: 6, value: value, index: language)
    }

    /// `bmRequestType` without the bit of direction.
    var type: UInt8 {
        kind.rawValue | recipient.rawValue
    }
}
