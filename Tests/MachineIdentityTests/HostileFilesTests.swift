import LicenseBinding
import MachineIdentity
import RecordedMachines
import Testing

struct HostileFilesTests {
    private static let files = [
        "etc/os-release", "usr/lib/os-release", "etc/machine-id", "etc/hostname",
        "proc/sys/kernel/hostname", "proc/meminfo", "proc/cpuinfo", "proc/device-tree/model",
        "sys/class/dmi/id/board_vendor", "sys/class/dmi/id/bios_version",
        "sys/class/net/eth0/address", "sys/class/net/eth0/device", "sys/block/sda/device/model",
        "sys/block/sda/device/vpd_pg80", "sys/block/sda/removable", "sys/block/sda/dev",
    ]

    @Test func `binary junk makes bounded lines of text`() throws {
        var random = SplitMix(state: 7)
        for _ in 0..<40 {
            let machine = try RecordedMachine()
            for file in Self.files {
                let junk = (0..<2048).map { _ in UInt8.random(in: 0 ... .max, using: &random) }
                try machine.write(junk, to: file)
            }
            let values = machine.read().values.values.joined()
            #expect(!values.isEmpty)
            for value in values {
                #expect(value.unicodeScalars.count <= 256)
                #expect(
                    value.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
            }
        }
    }

    @Test func `text loses what a terminal would obey and keeps its words`() throws {
        let machine = try RecordedMachine()
        try machine.write("\u{1B}[2Jroot\u{202E}  \t x\u{7}\u{2028}y\0\0", to: "etc/hostname")
        #expect(machine.read(.hostName) == ["\u{FFFD}[2Jroot\u{FFFD} x\u{FFFD}"])
        try machine.plug(
            .nvme("nvme0n1", model: " A\r\n B ", serial: String(repeating: "s ", count: 600)))
        let disk = try #require(machine.read(.disk)?.first)
        #expect(disk.hasPrefix("A B s s s"))
        #expect(disk.unicodeScalars.count <= 256 && disk.last == "s")
    }

    @Test func `a long model does not push out the serial number`() throws {
        let machine = try RecordedMachine()
        try machine.plug(
            .nvme("nvme0n1", model: String(repeating: "M", count: 4000), serial: "S5GX"))
        #expect(machine.read(.disk)?.first?.hasSuffix("MMM S5GX") == true)
    }

    @Test func `a file of ten megabytes is left alone`() throws {
        let machine = try RecordedMachine.laptop()
        try machine.remove("etc/os-release")
        let large = Array("ID=large\n#".utf8) + [UInt8](repeating: 0x20, count: 10 << 20)
        try machine.write(large, to: "etc/os-release")
        #expect(machine.read(.osName) == ["debian"])
        try machine.write(large, to: "usr/lib/os-release")
        #expect(machine.read(.osName) == nil)
        #expect(machine.read(.hostName) == ["laptop"])
    }

    @Test(.timeLimit(.minutes(5)))
    func `pipes in the place of files do not hang the reader`() throws {
        let machine = try RecordedMachine()
        for file in Self.files { try machine.pipe(file) }
        #expect(machine.read() == MachineParameters(values: [:], memory: 0))
    }

    @Test func `folders in the place of files tell nothing`() throws {
        let machine = try RecordedMachine()
        for file in Self.files { try machine.folder(file) }
        #expect(machine.read() == MachineParameters(values: [:], memory: 0))
    }

    @Test func `a part has no more than 256 values`() throws {
        let machine = try RecordedMachine()
        for number in 1000..<1300 {
            try machine.plug(
                RecordedDisk("vd\(number)", on: .virtio, ["serial": "serial-\(number)"]))
        }
        let disks = try #require(machine.read(.disk))
        #expect(disks.count == 256)
        #expect(disks.first == "serial-1000" && disks.last == "serial-1255")
    }
}

/// A small generator that is the same in each run (SplitMix64).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
