import LicenseBinding
import MachineIdentity
import RecordedMachines
import Testing

struct BoardTests {
    @Test(arguments: [
        "To be filled by O.E.M.", "To Be Filled By O.E.M.", "Default string", "Not Specified",
        "  ", "None", "0000000000", "xxxx", "System Product Name",
    ])
    func `what a maker did not fill in is no identity`(_ text: String) throws {
        let machine = try RecordedMachine()
        try machine.fit(board: (text, text), bios: ("AMI", text))
        #expect(machine.read(.board) == nil)
        #expect(machine.read(.firmware) == ["AMI"])
        try machine.write("ASUS", to: "sys/class/dmi/id/board_vendor")
        #expect(machine.read(.board) == ["ASUS"])
    }

    @Test func `a board that is filled in goes before the device tree`() throws {
        let machine = try RecordedMachine.armBoard()
        try machine.fit(board: ("Ampere", "Mt. Jade"), bios: ("Ampere", "2.10"))
        #expect(machine.read(.board) == ["Ampere Mt. Jade"])
    }

    @Test func `cores of one package are one processor`() throws {
        let machine = try RecordedMachine()
        try machine.fit(processors: ["A", "B", "A"])
        #expect(machine.read(.processor) == ["A", "A #2", "B"])
    }

    @Test func `cores without a package count once for each model`() throws {
        let machine = try RecordedMachine()
        let core = "processor\t: 0\nmodel name\t: QEMU Virtual CPU version 2.5+\n"
        try machine.write([core, core, core].joined(separator: "\n"), to: "proc/cpuinfo")
        #expect(machine.read(.processor) == ["QEMU Virtual CPU version 2.5+"])
    }

    @Test func `a thousand cores are read`() throws {
        let machine = try RecordedMachine()
        let flags = String(repeating: "avx512 ", count: 200)
        let cores = (0..<1024).map {
            "processor\t: \($0)\nmodel name\t: EPYC\nphysical id\t: \($0 / 512)\nflags\t: \(flags)\n"
        }
        try machine.write(cores.joined(separator: "\n"), to: "proc/cpuinfo")
        #expect(machine.read(.processor) == ["EPYC", "EPYC #2"])
    }
}
