import FileSystem
import LicenseBinding
import MachineIdentity
import RecordedMachines
import Testing

struct MachineReaderTests {
    @Test func `a laptop is read whole`() throws {
        let machine = try RecordedMachine.laptop().read()
        #expect(
            machine.values == [
                .osName: ["debian"], .osVersion: ["12"],
                .systemID: ["3d1219c7c4c5404aaa1f6d2a48adfda4"], .installDate: ["2026-03-14"],
                .hostName: ["laptop"], .board: ["LENOVO 20XW0026GE"],
                .firmware: ["LENOVO N32ET75W (1.51 )"],
                .processor: ["11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz"],
                .networkAdapter: ["54:e1:ad:00:11:22", "a0:88:b4:00:11:22"],
                .disk: ["Samsung SSD 980 1TB S5GXNX0R123456"],
            ])
        #expect(machine.memory == 15 << 30)
    }

    @Test func `a server has two processors, the disks of its RAID and its own addresses`() throws {
        let machine = try RecordedMachine.server().read()
        let model = "Intel(R) Xeon(R) Silver 4208 CPU @ 2.10GHz"
        #expect(machine.values[.processor] == [model, "\(model) #2"])
        #expect(
            machine.values[.disk] == [
                "Samsung SSD 870 S6PTNM0T100001", "Samsung SSD 870 S6PTNM0T100002",
            ])
        #expect(machine.values[.networkAdapter] == ["ac:1f:6b:00:00:01", "ac:1f:6b:00:00:02"])
        #expect(machine.values[.osVersion] == ["24.04"])
        #expect(machine.memory == 126 << 30)
    }

    @Test func `a virtual machine is known by its disk, adapter and firmware`() throws {
        let machine = try RecordedMachine.virtualMachine().read()
        #expect(machine.values[.disk] == ["root-7f3a"])
        #expect(machine.values[.networkAdapter] == ["52:54:00:12:34:56"])
        #expect(machine.values[.firmware] == ["SeaBIOS 1.16.2-1"])
        #expect(machine.values[.processor] == ["AMD EPYC Processor"])
        #expect(machine.values[.board] == nil)
        #expect(machine.values[.osVersion] == ["9.4"])
    }

    @Test func `a container has little, and is read without an error`() throws {
        let machine = try RecordedMachine.container().read()
        #expect(
            machine.values == [
                .osName: ["alpine"], .osVersion: ["3.20"], .hostName: ["8c1f0a2b3c4d"],
            ])
        #expect(machine.memory == 8 << 30)
    }

    @Test func `an ARM board has its kinds of cores and its soldered disk`() throws {
        let machine = try RecordedMachine.armBoard().read()
        #expect(machine.values[.board] == ["FriendlyElec NanoPi M4"])
        #expect(machine.values[.processor] == ["ARM 0x41 0xd03", "ARM 0x41 0xd08"])
        #expect(machine.values[.disk] == ["DF4064 0x2cd1f3a0"])
        #expect(machine.values[.osName] == ["arch"])
        #expect(machine.values[.osVersion] == nil)
    }

    @Test func `a folder with nothing in it is a computer without parts`() throws {
        let machine = try RecordedMachine().read()
        #expect(machine == MachineParameters(values: [:], memory: 0))
        #expect(MachineReader(sysroot: Folder("/nowhere/at/all")).parameters() == machine)
    }

    @Test func `this computer is read, and twice the same`() {
        let machine = MachineReader().parameters()
        #expect(machine.memory > 0)
        #expect(machine.values[.hostName]?.count == 1)
        #expect(machine.values[.osName]?.count == 1)
        #expect(machine.values[.processor]?.isEmpty == false)
        #expect(MachineReader().parameters() == machine)
    }

    @Test func `root reads nothing that is hidden from users`() throws {
        let machine = try RecordedMachine.laptop()
        let values = machine.read().values.values.joined()
        #expect(!values.contains { $0.contains("SECRET") })
        let id = "3d1219c7c4c5404aaa1f6d2a48adfda4"
        try machine.write(id, to: "etc/machine-id", mode: 0o440)
        #expect(machine.read(.systemID) == nil)
        #expect(machine.read(.installDate) == nil)
        try machine.write("S5GX", to: "sys/block/nvme0n1/device/serial", mode: 0o400)
        #expect(machine.read(.disk) == ["Samsung SSD 980 1TB eui.0025385b71b0c1d2"])
    }
}
