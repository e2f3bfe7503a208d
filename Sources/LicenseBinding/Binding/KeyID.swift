/// The canonical name of a hardware key; it stays the same in every port of every computer.
package enum KeyID: Hashable, Sendable {
    /// A license key with a USB serial number.
    case usb(vendor: UInt16, product: UInt16, serial: String)
    /// A HASP or Sentinel HL key, by the number that its maker gave it.
    case hasp(UInt64)
    /// A FIDO2 key, by the RFC 7638 thumbprint of its credential's public key.
    case fido2(thumbprint: String)

    /// Reads `usb:VVVV-PPPP:<serial>`, `hasp:<decimal>`, `hasp:0x<hexadecimal>` or `fido2:<thumbprint>`.
    /// Hexadecimal digits may be of either case, and a serial number may be percent-encoded or not.
    package init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let rest = text[text.index(after: colon)...]
        switch text[..<colon] {
        case "usb":
            guard let key = KeyID.usb(rest) else { return nil }
            self = key
        case "hasp":
            guard let number = KeyID.haspNumber(rest) else { return nil }
            self = .hasp(number)
        case "fido2":
            guard rest.utf8.count == 43, Base64URL.decode(String(rest)) != nil else { return nil }
            self = .fido2(thumbprint: String(rest))
        default: return nil
        }
    }

    /// The strongest proof that keys of this kind can give.
    package var assurance: Assurance {
        switch self {
        case .usb, .hasp: .identified
        case .fido2: .signed
        }
    }

    /// Whether both are keys of one model, as far as their names tell.
    package func isSameModel(as other: KeyID) -> Bool {
        switch (self, other) {
        case (.usb(let vendor, let product, _), .usb(let otherVendor, let otherProduct, _)):
            vendor == otherVendor && product == otherProduct
        case (.hasp, .hasp), (.fido2, .fido2): true
        default: false
        }
    }

    /// A number in decimal digits, or as labels have it, in hexadecimal ones after `0x`. 0 is the number of
    /// keys that have none.
    private static func haspNumber(_ text: Substring) -> UInt64? {
        let isHexadecimal = text.hasPrefix("0x") || text.hasPrefix("0X")
        let digits = isHexadecimal ? text.dropFirst(2) : text
        // A sign is no digit, and the conversion would take it.
        guard digits.first.map({ $0 != "+" && $0 != "-" }) == true,
            let number = UInt64(digits, radix: isHexadecimal ? 16 : 10), number != 0
        else { return nil }
        return number
    }

    private static func usb(_ text: Substring) -> KeyID? {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = parts[0].split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, numbers.count == 2,
            let vendor = USBNumber.value(numbers[0]), let product = USBNumber.value(numbers[1]),
            let serial = PercentEncoding.decode(parts[1]), !serial.isEmpty
        else { return nil }
        return .usb(vendor: vendor, product: product, serial: serial)
    }
}

extension KeyID: CustomStringConvertible {
    package var description: String {
        switch self {
        case .usb(let vendor, let product, let serial):
            "usb:\(USBNumber.text(vendor))-\(USBNumber.text(product)):"
                + PercentEncoding.encode(serial)
        case .hasp(let number): "hasp:\(number)"
        case .fido2(let thumbprint): "fido2:\(thumbprint)"
        }
    }
}
