import CommandLineFront
import HardwareKeys
import LicenseBinding

extension KeyID {
    /// The ID of a key that a license can be bound to.
    static func anchor(_ text: String) throws -> KeyID {
        if let model = sentinelModel(text) {
            throw CommandFailure(
                "\(text): a HASP or Sentinel key (\(model)) shows no ID on the USB bus, so it cannot "
                    + "be told from another one; its ID is the number that its maker's run-time "
                    + "tells: hasp:<number>")
        }
        guard let id = KeyID(text) else {
            throw CommandFailure(
                "\(text) is no key ID; expected usb:VVVV-PPPP:<serial> or hasp:<number>, "
                    + "as keybound keys list shows it")
        }
        if case .fido2 = id {
            throw CommandFailure(
                "\(text): a FIDO2 key is bound by its enrollment, not by its ID alone")
        }
        return id
    }

    /// The catalog's name of the HASP or Sentinel model that a text names as a USB device.
    private static func sentinelModel(_ text: String) -> String? {
        let plain = text.hasPrefix("usb:") ? String(text.dropFirst(4)) : text
        let numbers = plain.prefix(9).split(whereSeparator: { $0 == ":" || $0 == "-" })
        guard numbers.count == 2, let vendor = USBNumber.value(numbers[0]),
            let product = USBNumber.value(numbers[1])
        else { return nil }
        let entry = KeyCatalog.builtIn.licenseKey(USBModel(vendorID: vendor, productID: product))
        return entry.flatMap { $0.driver == .sentinel ? $0.name : nil }
    }
}
