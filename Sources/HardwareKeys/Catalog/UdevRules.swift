import LicenseBinding

/// The udev rules that let a service and the person at the screen open license keys: the group
/// `keybound`, and the user of the active seat (`uaccess`); never everybody.
package enum UdevRules {
    package static let fileName = "70-keybound.rules"

    package static func text(for catalog: KeyCatalog) -> String {
        let keys = catalog.entries.filter { $0.kind == .license }
        return ([head] + keys.map(rule) + [tail]).joined(separator: "\n")
    }

    private static let access = #"GROUP="keybound", MODE="0660", TAG+="uaccess""#

    private static func rule(for key: CatalogEntry) -> String {
        let vendor = USBNumber.text(key.model.vendorID)
        let product = USBNumber.text(key.model.productID)
        return """
            # \(key.maker) \(key.name)
            ATTR{idVendor}=="\(vendor)", ATTR{idProduct}=="\(product)", \(access)
            """
    }

    private static let head = """
        # License keys for Keybound. Made by `keybound keys udev-rules`; changes belong in the catalog.
        # The number before 73 matters: 73-seat-late.rules grants what `uaccess` asks for.
        # The group is made by: groupadd --system keybound

        ACTION=="remove", GOTO="keybound_end"
        SUBSYSTEM=="hidraw", ENV{ID_SECURITY_TOKEN}=="1", GROUP="keybound", MODE="0660"
        SUBSYSTEM!="usb", GOTO="keybound_end"
        ENV{DEVTYPE}!="usb_device", GOTO="keybound_end"

        """

    private static let tail = """

        LABEL="keybound_end"

        """
}
