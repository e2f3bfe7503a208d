import FileSystem
import Glibc
import HardwareKeys
import RecordedMachines
import SimulatedBus
import SystemInspection

/// The files of a computer where all is well, for keys of a simulated bus.
struct DoctoredComputer {
    let machine: RecordedMachine
    var root: Folder { machine.sysroot }

    init() throws {
        machine = try RecordedMachine()
        try machine.folder("sys/bus/usb/devices")
        try machine.write(
            "Uid:\t1000\t1000\nGid:\t1000\t1000\nGroups:\t\(getgid())", to: "proc/self/status")
        try machine.write("anna:x:1000:1000::/home/anna:/bin/sh", to: "etc/passwd")
        try machine.write("keybound:x:\(getgid()):anna", to: "etc/group")
        try machine.write("", to: "run/udev/control")
        try machine.write(
            UdevRules.text(for: .builtIn), to: "usr/lib/udev/rules.d/70-keybound.rules")
        try machine.write([], to: "dev/kmsg")
    }

    func node(_ plug: SimulatedPlug) -> String {
        "dev/bus/usb/00\(plug.bus)/" + String("00\(plug.address)".suffix(3))
    }

    /// What udev does with a key.
    func show(_ plug: SimulatedPlug, mode: UInt32 = 0o660) throws {
        try machine.write([], to: node(plug), mode: mode)
        let minor = (Int(plug.bus) - 1) * 128 + Int(plug.address) - 1
        try machine.write("Q:uaccess", to: "run/udev/data/c189:\(minor)")
    }

    /// A record of the kernel's log, of now.
    func log(_ message: String) throws {
        let microseconds = SystemInspection.awake().components.seconds * 1_000_000
        try machine.write("6,1,\(microseconds),-;\(message)", to: "dev/kmsg")
    }
}
