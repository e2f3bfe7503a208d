/// A block device as sysfs shows it.
struct BlockDevice {
    let path: String
    let files: SystemFiles

    /// Whether it stays in the computer: no USB disk, no memory card, nothing to be taken out.
    var isBuiltIn: Bool {
        guard let place = files.place(of: path), !place.contains("/usb") else { return false }
        return files.value("\(path)/removable") != "1"
            // One path of an NVMe disk that has several, beside the disk itself.
            && files.value("\(path)/hidden") != "1"
            && files.value("\(path)/device/type") != "SD"
    }

    var model: String? {
        // `name`: eMMC.
        first(of: ["device/model", "device/name"])
    }

    /// From what the kernel knows first: it is the same whether udev runs or not.
    var serial: String? {
        first(of: ["device/serial", "serial"]) ?? pageSerial
            ?? first(of: ["device/wwid", "wwid"]) ?? udevSerial
    }

    private func first(of names: [String]) -> String? {
        names.lazy.compactMap { told(files.value("\(path)/\($0)")) }.first
    }

    /// The page Unit Serial Number of a SCSI or SATA disk: a header of four bytes, then ASCII
    /// (SPC-4, section 7.8.18).
    private var pageSerial: String? {
        guard let page = files.bytes("\(path)/device/vpd_pg80"), page.count > 4 else { return nil }
        let length = Int(page[2]) << 8 | Int(page[3])
        let text = String(decoding: page[4...].prefix(length), as: UTF8.self)
        return told(PartText.clean(text))
    }

    private var udevSerial: String? {
        guard let number = files.value("\(path)/dev"),
            number.allSatisfy({ $0.isASCII && $0.isNumber || $0 == ":" })
        else { return nil }
        let key = "E:ID_SERIAL_SHORT="
        let line = files.lines("run/udev/data/b\(number)").first { $0.hasPrefix(key) }
        return told(line.flatMap { PartText.clean($0.dropFirst(key.count)) })
    }

    private func told(_ text: String?) -> String? {
        VendorPlaceholder.removed(from: text)
    }
}
