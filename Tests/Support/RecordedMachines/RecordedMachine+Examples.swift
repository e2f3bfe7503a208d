extension RecordedMachine {
    /// 2026-03-14, 12:00 UTC.
    package static let installed = 1_773_489_600

    /// A laptop with Debian, one NVMe disk, Ethernet, and Wi-Fi under a random address.
    package static func laptop() throws -> RecordedMachine {
        let machine = try RecordedMachine()
        try machine.install(
            """
            PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
            NAME="Debian GNU/Linux"
            VERSION_ID="12"
            ID=debian
            """, systemID: "3d1219c7c4c5404aaa1f6d2a48adfda4", hostName: "laptop", at: installed)
        try machine.setMemory(kilobytes: 16_216_884)
        try machine.fit(
            board: ("LENOVO", "20XW0026GE"), bios: ("LENOVO", "N32ET75W (1.51 )"))
        try machine.fit(processors: ["11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz"])
        try machine.plug(
            .nvme(
                "nvme0n1", model: "Samsung SSD 980 1TB                     ",
                serial: "S5GXNX0R123456      "))
        try machine.plug(RecordedDisk("loop0", on: .software, [:]))
        try machine.plug(RecordedDisk("zram0", on: .software, [:]))
        try machine.plug(RecordedAdapter("enp0s31f6", "54:E1:AD:00:11:22"))
        try machine.plug(RecordedAdapter("wlp3s0", "b2:0f:ee:aa:bb:cc", .wireless, assigned: 3))
        try machine.fit(radio: "a0:88:b4:00:11:22", of: "wlp3s0")
        try machine.plug(RecordedAdapter("lo", "00:00:00:00:00:00", .software))
        return machine
    }

    /// A server with Ubuntu, two sockets, two SATA disks in a RAID, and two adapters in a bond.
    package static func server() throws -> RecordedMachine {
        let machine = try RecordedMachine()
        try machine.install(
            "NAME=\"Ubuntu\"\nVERSION_ID=\"24.04\"\nID=ubuntu\nID_LIKE=debian",
            systemID: "0f343b0931126a20f133d67c2b018a3b", hostName: "server", at: installed)
        try machine.setMemory(kilobytes: 131_923_456)
        try machine.fit(
            board: ("Supermicro", "X11DPi-N"), bios: ("American Megatrends Inc.", "3.4"))
        let model = "Intel(R) Xeon(R) Silver 4208 CPU @ 2.10GHz"
        try machine.fit(processors: [model, model])
        try machine.plugSATA("sda", model: "Samsung SSD 870 ", serial: "      S6PTNM0T100001")
        try machine.plugSATA("sdb", model: "Samsung SSD 870 ", serial: "      S6PTNM0T100002")
        try machine.plug(RecordedDisk("md0", on: .software, ["md/level": "raid1"]))
        try machine.plug(RecordedDisk("dm-0", on: .software, ["dm/name": "vg-root"]))
        let bond = "ac:1f:6b:00:00:01"
        try machine.plug(RecordedAdapter("bond0", bond, .software))
        try machine.plug(RecordedAdapter("eno1", bond, .bonded(own: bond)))
        try machine.plug(
            RecordedAdapter("eno2", bond, .bonded(own: "ac:1f:6b:00:00:02"), assigned: 3))
        return machine
    }

    /// A virtual machine with Rocky Linux on virtio, which has no DMI fields of a board.
    package static func virtualMachine() throws -> RecordedMachine {
        let machine = try RecordedMachine()
        try machine.install(
            "NAME=\"Rocky Linux\"\nID=\"rocky\"\nVERSION_ID=\"9.4\"",
            systemID: "9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d", hostName: "vm", at: installed)
        try machine.setMemory(kilobytes: 4_014_080)
        try machine.write(
            ["bios_vendor": "SeaBIOS", "bios_version": "1.16.2-1"], below: "sys/class/dmi/id")
        try machine.fit(processors: ["AMD EPYC Processor"])
        try machine.plug(RecordedDisk("vda", on: .virtio, ["serial": "root-7f3a"]))
        try machine.plug(RecordedDisk("vdb", on: .virtio, ["serial": ""]))
        try machine.plug(RecordedAdapter("eth0", "52:54:00:12:34:56"))
        try machine.plug(RecordedAdapter("lo", "00:00:00:00:00:00", .software))
        return machine
    }

    /// A container, which knows its kernel's name and memory and little else.
    package static func container() throws -> RecordedMachine {
        let machine = try RecordedMachine()
        try machine.write("ID=alpine\nVERSION_ID=3.20.1", to: "etc/os-release")
        try machine.write([], to: "etc/machine-id")
        try machine.write("8c1f0a2b3c4d", to: "proc/sys/kernel/hostname")
        try machine.setMemory(kilobytes: 8_000_000)
        try machine.plug(RecordedAdapter("eth0", "02:42:ac:11:00:02", .software))
        return machine
    }

    /// A board with two kinds of cores, no DMI, soldered memory and a card in its slot.
    package static func armBoard() throws -> RecordedMachine {
        let machine = try RecordedMachine()
        try machine.install(
            "ID=arch\nNAME='Arch Linux ARM'", systemID: "c7f1b7e0a6e94b9c8f2f0c1d2e3f4a5b",
            hostName: "board", at: installed)
        try machine.setMemory(kilobytes: 3_884_000)
        try machine.write(
            Array("FriendlyElec NanoPi M4\0".utf8), to: "sys/firmware/devicetree/base/model")
        try machine.link("proc/device-tree", to: "/sys/firmware/devicetree/base")
        let cores = ["0xd03", "0xd03", "0xd08", "0xd08"].enumerated().map { number, part in
            "processor\t: \(number)\nCPU implementer\t: 0x41\nCPU part\t: \(part)\n"
        }
        try machine.write(cores.joined(separator: "\n") + "\nSerial\t\t: 1000", to: "proc/cpuinfo")
        let memory: KeyValuePairs = [
            "device/name": "DF4064", "device/type": "MMC", "device/serial": "0x2cd1f3a0",
        ]
        try machine.plug(RecordedDisk("mmcblk0", on: .card, memory))
        try machine.plug(RecordedDisk("mmcblk0boot0", on: .card, memory))
        try machine.plug(
            RecordedDisk(
                "mmcblk1", on: .card,
                ["device/name": "SD32G", "device/type": "SD", "device/serial": "0x8f0011aa"]))
        try machine.plug(RecordedAdapter("end0", "dc:a6:32:01:02:03"))
        return machine
    }
}
