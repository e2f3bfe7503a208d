import LicenseBinding
import MachineIdentity
import RecordedMachines
import Testing

struct SystemTests {
    @Test(arguments: [
        ("ID=debian\nVERSION_ID=12", "debian", "12"),
        ("ID=\"rhel\"\nVERSION_ID=\"9.4\"", "rhel", "9.4"),
        ("ID='sles'\nVERSION_ID='15.5.1'", "sles", "15.5"),
        ("# ID=no\n\n  ID=ol  \nVERSION_ID=8.10 # old", "ol", "8.10"),
        ("NAME=\"A \\\"B\\\" \\$C\"\nVERSION_ID=2023.4.20240416", "A \"B\" $C", "2023.4"),
        ("ID=a\nID=b\nVERSION_ID=1", "b", "1"),
        ("ID=arch\nBUILD_ID=rolling", "arch", nil),
        ("ID=tumbleweed\nVERSION_ID=\"20270131\"", "tumbleweed", nil),
        ("ID=fedora\nVERSION_ID=43rc1.2", "fedora", "43"),
        ("ID=\nNAME=Own\nVERSION_ID=rolling", "Own", nil),
        ("VERSION_ID=\"7", nil, "7"),
        ("no assignment at all", nil, nil),
    ])
    func `os-release is read as a shell reads it`(
        _ release: String, _ name: String?, _ version: String?
    ) throws {
        let machine = try RecordedMachine()
        try machine.write(release, to: "etc/os-release")
        #expect(machine.read(.osName) == name.map { [$0] })
        #expect(machine.read(.osVersion) == version.map { [$0] })
    }

    @Test func `the file in etc goes before that in usr`() throws {
        let machine = try RecordedMachine()
        try machine.write("ID=vendor", to: "usr/lib/os-release")
        #expect(machine.read(.osName) == ["vendor"])
        try machine.write("ID=own", to: "etc/os-release")
        #expect(machine.read(.osName) == ["own"])
    }

    @Test(arguments: [
        ("3d1219c7c4c5404aaa1f6d2a48adfda4", "3d1219c7c4c5404aaa1f6d2a48adfda4"),
        ("3D1219C7C4C5404AAA1F6D2A48ADFDA4", "3d1219c7c4c5404aaa1f6d2a48adfda4"),
        ("uninitialized", nil),
        ("", nil),
        ("00000000000000000000000000000000", nil),
        ("3d1219c7c4c5404aaa1f6d2a48adfda", nil),
        ("3d1219c7c4c5404aaa1f6d2a48adfda4a", nil),
        ("3d1219c7c4c5404aaa1f6d2a48adfdag", nil),
    ])
    func `a system ID has 32 hexadecimal digits`(_ text: String, _ id: String?) throws {
        let machine = try RecordedMachine()
        try machine.write(text, to: "etc/machine-id")
        #expect(machine.read(.systemID) == id.map { [$0] })
        #expect((machine.read(.installDate) != nil) == (id != nil))
    }

    @Test(arguments: [
        (1_773_446_399, "2026-03-13"), (1_773_446_400, "2026-03-14"), (0, nil),
        (-86400, nil),
    ])
    func `the install date is the day of the system ID in UTC`(
        _ time: Int, _ day: String?
    ) throws {
        let machine = try RecordedMachine.laptop()
        try machine.date("etc/machine-id", time)
        #expect(machine.read(.installDate) == day.map { [$0] })
    }

    @Test func `the host name that was set goes before the one that runs`() throws {
        let machine = try RecordedMachine()
        try machine.write("(none)", to: "proc/sys/kernel/hostname")
        #expect(machine.read(.hostName) == nil)
        try machine.write("running", to: "proc/sys/kernel/hostname")
        #expect(machine.read(.hostName) == ["running"])
        try machine.write("# set by hand\n\n  workshop  \nother", to: "etc/hostname")
        #expect(machine.read(.hostName) == ["workshop"])
    }

    @Test(arguments: [
        ("MemTotal:       16777216 kB", 16), ("MemTotal: 16200000 kB", 15), ("MemTotal: -1 kB", 0),
        ("MemTotal: 99999999999999999999 kB", 0), ("MemTotal: 9000000000000000000 kB", 0),
        ("MemTotal: 16777216", 0), ("MemFree: 16777216 kB", 0),
    ])
    func `memory is read in kilobytes`(_ text: String, _ gibibytes: Int64) throws {
        let machine = try RecordedMachine()
        try machine.write(text, to: "proc/meminfo")
        #expect(machine.read().memory == gibibytes << 30)
    }
}
