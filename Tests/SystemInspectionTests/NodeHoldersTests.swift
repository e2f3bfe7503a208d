import FileSystem
import RecordedMachines
import SystemInspection
import Testing

struct NodeHoldersTests {
    private static let firstSpace = "pid:[4026531836]"
    private let node = "/dev/bus/usb/001/004"

    private func machine(user: Int) throws -> RecordedMachine {
        let machine = try RecordedMachine()
        try machine.write("Uid:\t\(user)\t\(user)", to: "proc/self/status")
        try machine.link("proc/self/ns/pid", to: Self.firstSpace)
        try machine.write("aksusbd", to: "proc/612/comm")
        try machine.link("proc/612/fd/1", to: "/dev/null")
        try machine.link("proc/612/fd/9", to: node)
        return machine
    }

    private func holders(_ machine: RecordedMachine) -> NodeHolders {
        SystemInspection(root: machine.sysroot).holders(of: [node, "/dev/hidraw0"])
    }

    @Test func `a holder is named with its process`() throws {
        let machine = try machine(user: 0)
        try machine.link("proc/612/fd/10", to: node)
        try machine.link("proc/613/fd/1", to: "/dev/hidraw0")
        let found = holders(machine)
        #expect(
            found.found == [
                NodeHolder(path: node, process: 612, program: "aksusbd"),
                NodeHolder(path: "/dev/hidraw0", process: 613, program: ""),
            ])
        #expect(found.isWhole)
    }

    @Test func `this process is no holder`() throws {
        let machine = try machine(user: 0)
        try machine.remove("proc/self")
        try machine.write("Uid:\t0\t0", to: "proc/612/status")
        try machine.link("proc/612/ns/pid", to: Self.firstSpace)
        try machine.link("proc/self", to: "612")
        #expect(holders(machine) == NodeHolders(isWhole: true))
    }

    @Test func `only root sees all programs`() throws {
        #expect(try !holders(machine(user: 1000)).isWhole)
        #expect(try !holders(RecordedMachine()).isWhole)
    }

    @Test func `a container does not see the programs of its host`() throws {
        let machine = try machine(user: 0)
        try machine.remove("proc/self/ns/pid")
        #expect(!holders(machine).isWhole)
        try machine.link("proc/self/ns/pid", to: "pid:[4026532198]")
        #expect(!holders(machine).isWhole)
    }

    @Test func `a process that ended is nobody, and one that cannot be seen is told`() throws {
        let machine = try machine(user: 0)
        try machine.folder("proc/700")
        try machine.folder("proc/bus")
        #expect(holders(machine).isWhole)
        try machine.link("proc/701/fd", to: "fd")
        #expect(!holders(machine).isWhole)
        #expect(holders(machine).found.count == 1)
    }
}
