import LicenseBinding
import MachineIdentity
import RecordedMachines
import Testing

struct DiskTests {
    private func disks(_ disks: RecordedDisk...) throws -> [String]? {
        let machine = try RecordedMachine()
        for disk in disks { try machine.plug(disk) }
        return machine.read(.disk)
    }

    private let known: KeyValuePairs = ["device/model": "M", "device/serial": "S1"]

    @Test(arguments: ["loop0", "ram1", "zram0", "dm-0", "md127", "sr0", "fd0", "nbd3"])
    func `block devices that are no disks are left out`(_ name: String) throws {
        #expect(try disks(RecordedDisk(name, on: .sata, known)) == nil)
    }

    @Test func `a disk on USB is left out`() throws {
        #expect(try disks(RecordedDisk("sdb", on: .usb, known)) == nil)
        #expect(try disks(RecordedDisk("sdb", on: .sata, known)) == ["M S1"])
    }

    @Test(arguments: [("removable", "1"), ("hidden", "1"), ("device/type", "SD")])
    func `a disk that is taken out, or a path of another, is left out`(
        _ file: String, _ text: String
    ) throws {
        let machine = try RecordedMachine()
        try machine.plug(RecordedDisk("sda", on: .sata, known))
        #expect(machine.read(.disk) == ["M S1"])
        try machine.write(text, to: "sys/block/sda/\(file)")
        #expect(machine.read(.disk) == nil)
    }

    @Test func `a serial number has many places`() throws {
        let machine = try RecordedMachine()
        try machine.plug(RecordedDisk("sda", on: .sata, ["device/model": "M", "dev": "8:0"]))
        #expect(machine.read(.disk) == ["M"])
        try machine.write(
            "S:disk/by-id/x\nE:ID_SERIAL_SHORT=UDEV\nE:ID_SERIAL=M_UDEV", to: "run/udev/data/b8:0")
        #expect(machine.read(.disk) == ["M UDEV"])
        try machine.write("eui.2", to: "sys/block/sda/wwid")
        #expect(machine.read(.disk) == ["M eui.2"])
        try machine.write("naa.1", to: "sys/block/sda/device/wwid")
        #expect(machine.read(.disk) == ["M naa.1"])
        try machine.write(
            [0, 0x80, 0, 4] + Array(" P80 rest".utf8), to: "sys/block/sda/device/vpd_pg80")
        #expect(machine.read(.disk) == ["M P80"])
        try machine.write("OWN", to: "sys/block/sda/serial")
        #expect(machine.read(.disk) == ["M OWN"])
        try machine.write("DEVICE", to: "sys/block/sda/device/serial")
        #expect(machine.read(.disk) == ["M DEVICE"])
        try machine.write("00000000", to: "sys/block/sda/device/serial")
        #expect(machine.read(.disk) == ["M OWN"])
    }

    @Test(arguments: [
        [], [0, 0x80, 0], [0, 0x80, 0, 0], [0, 0x80, 255, 255], [0, 0x80, 0, 2, 0, 0],
    ])
    func `a page without a serial number tells none`(_ page: [UInt8]) throws {
        let machine = try RecordedMachine()
        try machine.plug(RecordedDisk("sda", on: .sata, ["device/model": "M"]))
        try machine.write(page, to: "sys/block/sda/device/vpd_pg80")
        #expect(machine.read(.disk) == ["M"])
    }

    @Test func `a disk with neither model nor serial is left out`() throws {
        #expect(try disks(RecordedDisk("vda", on: .virtio, ["serial": "  "])) == nil)
        #expect(try disks(RecordedDisk("vda", on: .virtio, ["serial": "v1"])) == ["v1"])
    }

    @Test func `two paths to one disk are one, two disks without serials are two`() throws {
        #expect(
            try disks(RecordedDisk("sda", on: .sata, known), RecordedDisk("sdb", on: .sata, known))
                == ["M S1"])
        let nameless: KeyValuePairs = ["device/model": "VMware Virtual disk"]
        #expect(
            try disks(
                RecordedDisk("sda", on: .sata, nameless), RecordedDisk("sdb", on: .sata, nameless))
                == ["VMware Virtual disk", "VMware Virtual disk #2"])
    }
}
