import RecordedMachines
import SystemInspection
import Testing

struct SurroundingsTests {
    @Test(
        arguments: [
            ("QEMU", "Standard PC (Q35 + ICH9, 2009)", .qemu),
            ("VMware, Inc.", "VMware7,1", .vmware),
            ("innotek GmbH", "VirtualBox", .virtualBox),
            ("Microsoft Corporation", "Virtual Machine", .hyperV),
            ("Microsoft Corporation", "Surface Laptop", nil),
            ("LENOVO", "20XW", nil),
        ] as [(String, String, Surroundings.Hypervisor?)])
    func `the firmware names the hypervisor`(
        _ vendor: String, _ product: String, _ expected: Surroundings.Hypervisor?
    ) throws {
        let machine = try RecordedMachine()
        try machine.write(vendor, to: "sys/class/dmi/id/sys_vendor")
        try machine.write(product, to: "sys/class/dmi/id/product_name")
        let inspection = SystemInspection(root: machine.sysroot)
        #expect(inspection.surroundings().hypervisor == expected)
        try machine.write("flags\t\t: fpu hypervisor lahf_lm", to: "proc/cpuinfo")
        #expect(inspection.surroundings().hypervisor == expected ?? .other(vendor))
    }

    @Test func `the processor alone tells a virtual machine of an unknown maker`() throws {
        let machine = try RecordedMachine()
        try machine.write("model: hypervisor\nflags : fpu vmx", to: "proc/cpuinfo")
        #expect(SystemInspection(root: machine.sysroot).surroundings() == Surroundings())
        try machine.write("processor: 0\nflags\t: fpu hypervisor", to: "proc/cpuinfo")
        #expect(
            SystemInspection(root: machine.sysroot).surroundings()
                == Surroundings(hypervisor: .other(nil)))
    }

    @Test(arguments: [
        ("run/systemd/container", "lxc", "lxc"), ("run/.containerenv", "", "podman"),
        (".dockerenv", "", "docker"),
        ("var/run/secrets/kubernetes.io/serviceaccount/token", "", "kubernetes"),
    ])
    func `a container is known by its marks`(_ file: String, _ text: String, _ kind: String) throws
    {
        let machine = try RecordedMachine()
        #expect(SystemInspection(root: machine.sysroot).surroundings().container == nil)
        try machine.write(text, to: file)
        #expect(SystemInspection(root: machine.sysroot).surroundings().container == kind)
    }

    @Test func `a container without a mark is known by its own count of processes`() throws {
        let machine = try RecordedMachine()
        try machine.link("proc/self/ns/pid", to: "pid:[4026531836]")
        #expect(SystemInspection(root: machine.sysroot).surroundings().container == nil)
        try machine.remove("proc/self/ns/pid")
        try machine.link("proc/self/ns/pid", to: "pid:[4026532198]")
        #expect(
            SystemInspection(root: machine.sysroot).surroundings().container == "of an unknown kind"
        )
    }
}
