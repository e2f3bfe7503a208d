/// A block device of a recorded computer.
package struct RecordedDisk: Sendable {
    /// Where it hangs, below `sys/devices`.
    package enum Bus: String, Sendable {
        case nvme = "pci0000:00/0000:02:00.0/nvme/nvme0"
        case sata = "pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block"
        case usb = "pci0000:00/0000:00:14.0/usb2/2-1/2-1:1.0/host4/target4:0:0/4:0:0:0/block"
        case virtio = "pci0000:00/0000:00:02.0/virtio1/block"
        case card = "platform/emmc2bus/mmc_host/mmc0/mmc0:0001/block"
        case software = "virtual/block"
    }

    package let name: String
    package let bus: Bus
    /// Files by their names below the device's folder.
    package let files: KeyValuePairs<String, String>

    package init(_ name: String, on bus: Bus, _ files: KeyValuePairs<String, String>) {
        self.name = name
        self.bus = bus
        self.files = files
    }

    package static func nvme(_ name: String, model: String, serial: String) -> RecordedDisk {
        RecordedDisk(
            name, on: .nvme,
            ["device/model": model, "device/serial": serial, "wwid": "eui.0025385b71b0c1d2"])
    }
}

extension RecordedMachine {
    package func plug(_ disk: RecordedDisk) throws {
        let place = "devices/\(disk.bus.rawValue)/\(disk.name)"
        try link("sys/block/\(disk.name)", to: "../\(place)")
        try write(["size": "1000215216", "removable": "0"], below: "sys/\(place)")
        try write(disk.files, below: "sys/\(place)")
    }

    /// Plugs in a SATA disk, whose serial number is in a page of its own.
    package func plugSATA(_ name: String, model: String, serial: String) throws {
        let disk = RecordedDisk(
            name, on: .sata, ["device/model": model, "device/wwid": "naa.5002538e40a1b2c3"])
        try plug(disk)
        let header: [UInt8] = [0, 0x80, 0, UInt8(serial.utf8.count)]
        try write(header + Array(serial.utf8), to: "sys/block/\(name)/device/vpd_pg80")
    }

    package func unplug(disk name: String) throws {
        try remove("sys/block/\(name)")
    }
}
