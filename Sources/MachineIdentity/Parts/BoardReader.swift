/// Reads board and firmware: from DMI, or the board from a device tree. Serial numbers are not
/// among it: only root may read them.
enum BoardReader {
    private static let dmi = "sys/class/dmi/id"

    static func board(_ files: SystemFiles) -> String? {
        PartText.joined(field("board_vendor", files), field("board_name", files))
            ?? files.value("proc/device-tree/model")
    }

    static func firmware(_ files: SystemFiles) -> String? {
        PartText.joined(field("bios_vendor", files), field("bios_version", files))
    }

    private static func field(_ name: String, _ files: SystemFiles) -> String? {
        VendorPlaceholder.removed(from: files.value("\(dmi)/\(name)"))
    }
}
