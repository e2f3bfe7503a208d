import HardwareKeys
import LicenseBinding
import USBBus

/// Devices that are not in the catalog and look like license keys.
enum LookAlike {
    private static let words = [
        "hasp", "sentinel", "guardant", "dongle", "license key", "licence key", "rockey",
        "senselock", "cmstick",
    ]
    /// What else is called a dongle.
    private static let others = [
        "bluetooth", "wireless", "wifi", "wi-fi", "wlan", "receiver", "audio",
    ]

    static func isLikely(_ device: SeenDevice, _ catalog: KeyCatalog) -> Bool {
        guard catalog.entry(of: device.model) == nil else { return false }
        let product = device.product?.lowercased() ?? ""
        let isNamed =
            words.contains(where: product.contains)
            && !others.contains(where: product.contains)
        return isNamed || isByKeyMaker(device.model, catalog)
    }

    /// Makers of license keys borrow vendor numbers of others, so one model is no evidence.
    private static func isByKeyMaker(_ model: USBModel, _ catalog: KeyCatalog) -> Bool {
        let known = catalog.entries.filter { $0.model.vendorID == model.vendorID }
        return known.count > 1 && known.allSatisfy { $0.kind == .license }
    }

    static func finding(_ device: SeenDevice, _ facts: SystemFacts) -> Finding {
        let entry = JSONObject([
            "vendorID": .string(USBNumber.text(device.model.vendorID)),
            "productID": .string(USBNumber.text(device.model.productID)),
            "maker": .string(device.manufacturer ?? "Unknown maker"),
            "model": .string(device.product ?? "License key"), "kind": "license",
            "driver": "serial", "source": "this site",
        ])
        let file = JSONObject([
            "format": .string(KeyCatalog.format), "entries": .array([.object(entry)]),
        ])
        let path = "/etc/keybound/catalog.json"
        let commands =
            facts.hasSiteCatalog
            ? [JSONValue.object(entry).compact]
            : [
                "sudo mkdir -p /etc/keybound",
                // No echo: that of some shells eats backslashes.
                #"printf '%s\n' \#(ShellWord.quoted(JSONValue.object(file).compact))"#
                    + " | sudo tee \(path)",
            ]
        let place = facts.hasSiteCatalog ? "add this entry to \(path):" : "put it into \(path):"
        return Finding(
            .keys, .advice, of: device.port.description,
            "\(device.model) \(device.product ?? "without a name") is not in the catalog "
                + "and looks like a license key",
            why: "Only models of the catalog are used. If it is a license key, \(place)", commands)
    }
}
