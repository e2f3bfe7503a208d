import LicenseBinding
import MachineIdentity
import RecordedMachines
import Testing

struct LinkTests {
    @Test(arguments: [
        "../usr/share/release", "/usr/share/release", "../../../../../../usr/share/release",
        "/etc/../../usr//./share/release",
    ])
    func `a link stays below the recorded computer's root`(_ target: String) throws {
        let machine = try RecordedMachine()
        try machine.write("ID=recorded", to: "usr/share/release")
        try machine.link("etc/os-release", to: target)
        #expect(machine.read(.osName) == ["recorded"])
    }

    @Test(arguments: ["etc/os-release", "usr/lib/os-release"])
    func `a link to a file of this computer shows nothing of it`(_ name: String) throws {
        for target in ["/etc/os-release", "../../../../../../../../../usr/lib/os-release"] {
            let machine = try RecordedMachine()
            try machine.link(name, to: target)
            #expect(machine.read(.osName) == nil)
        }
    }

    @Test func `a linked folder leads nowhere else`() throws {
        let machine = try RecordedMachine()
        for name in ["etc", "usr", "proc", "sys", "run"] { try machine.link(name, to: "/\(name)") }
        #expect(machine.read() == MachineParameters(values: [:], memory: 0))
    }

    @Test func `links through links are followed`() throws {
        let machine = try RecordedMachine()
        try machine.write("set", to: "data/name/file")
        try machine.link("etc", to: "/a")
        try machine.link("a", to: "b")
        try machine.link("b", to: "data/name")
        try machine.link("data/name/hostname", to: "../name/file")
        #expect(machine.read(.hostName) == ["set"])
    }

    @Test(arguments: [(40, "end"), (41, nil)])
    func `as many links are followed as the kernel follows`(
        _ count: Int, _ name: String?
    ) throws {
        let machine = try RecordedMachine()
        try machine.write("end", to: "etc/0")
        for number in 1..<count { try machine.link("etc/\(number)", to: "\(number - 1)") }
        try machine.link("etc/hostname", to: "\(count - 1)")
        #expect(machine.read(.hostName) == name.map { [$0] })
    }

    @Test(.timeLimit(.minutes(5)))
    func `links in a circle end`() throws {
        let machine = try RecordedMachine()
        try machine.link("etc", to: "etc")
        try machine.link("proc/meminfo", to: "other")
        try machine.link("proc/other", to: "meminfo/meminfo/meminfo")
        try machine.link("sys", to: "/proc/../sys/./sys/sys")
        #expect(machine.read() == MachineParameters(values: [:], memory: 0))
    }
}
