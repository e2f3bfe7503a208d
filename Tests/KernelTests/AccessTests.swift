import CommandRuns
import GuestMessages
import LicenseBinding
import RedirectedUSB
import SimulatedDevices
import Testing
import TestRings
import VirtualMachine

extension OnRealKernel {
    struct AccessTests {
        @Test func `without the rule a key that is opened is no access, until the rule is there`()
            async throws
        {
            try await RealKernel.exclusively(withRule: false) { machine in
                let port = machine.ports[0]
                try await machine.plug(.reserved, into: port)
                port.loosen()
                let refused = try #require(try await machine.keys().first)
                #expect(refused["state"] == "noAccess")
                #expect(refused["reason"]?.text?.contains("udev rule") == true)

                let diagnosis = try await machine.run("keybound doctor --json")
                #expect(diagnosis.exitCode == 3)
                let commands = try Diagnosis(diagnosis.output).commands(for: "udev")
                #expect(commands.contains { $0.contains(VirtualMachine.rule) }, "\(diagnosis)")
                // The commands themselves, as they stand there.
                for command in commands {
                    try await machine.mustRun("sudo() { \"$@\"; }; \(command)")
                }
                try await machine.mustRun("udevadm settle")
                #expect(try await machine.keys().first?["state"] == "ready")
                let after = try Diagnosis(try await machine.run("keybound doctor --json").output)
                #expect(after.commands(for: "udev").isEmpty)
                #expect(after.commands(for: "access").isEmpty)
            }
        }

        @Test func `a watch tells when a key may be opened after all`() async throws {
            try await RealKernel.exclusively(withRule: false) { machine in
                let watch = try await machine.watch()
                let port = machine.ports[0]
                try await machine.plug(.reserved, into: port)
                port.loosen()
                #expect(try await watch.next().text == "arrived noAccess \(port.name)")
                try await machine.installRule()
                try await machine.mustRun("udevadm trigger --subsystem-match=usb")
                #expect(try await watch.next().text == "changed ready \(port.name)")
            }
        }

        @Test func `a node that a container may not open is no access, for root too`() async throws
        {
            try await RealKernel.exclusively { machine in
                let port = machine.ports[0]
                try await machine.plug(.reserved, into: port)
                port.loosen()
                // A list of devices as containers have it: no USB in it. It refuses with EPERM.
                let group = "/run/devices/container"
                try await machine.mustRun(
                    """
                    mkdir -p /run/devices && mount -t cgroup -o devices none /run/devices \
                        && mkdir \(group) && echo 'c 189:* rwm' > \(group)/devices.deny
                    """)
                let list = "echo $$ > \(group)/tasks; keybound keys list --json"
                let keys = try await machine.run(list, as: .root)
                #expect(keys.output.contains(#""state": "noAccess""#), "\(keys)")
                try await machine.mustRun("rmdir \(group) && umount /run/devices")
                #expect(try await machine.keys(as: .root).first?["state"] == "ready")
            }
        }

        @Test func `the rule opens the node to the group and the user at the screen alone`()
            async throws
        {
            try await RealKernel.exclusively { machine in
                let port = machine.ports[0]
                try await machine.plug(.key(), into: port)
                try await machine.mustRun("udevadm settle")
                let node = try await machine.node(of: port)
                let mode = try await machine.run("stat -c '%U:%G %a' \(node)")
                #expect(mode.output == "root:keybound 660\n")
                let tags = try await machine.run("udevadm info --query=property \(node)")
                #expect(tags.output.contains(":uaccess:"))
                for (user, mayOpen) in [
                    (GuestUser.operator, true), (.seated, true), (.visitor, false),
                ] {
                    let open = try await machine.run("exec 3<>\(node)", as: user)
                    #expect((open.exitCode == 0) == mayOpen, "\(user): \(open)")
                }
                // Its number is public.
                #expect(try await machine.keys(as: .visitor).first?["state"] == "ready")
            }
        }

        @Test(arguments: [nil, 1.2])
        func `a key that is plugged in while it is watched is never told as no access`(
            slowness: Double?
        ) async throws {
            try await RealKernel.exclusively { machine in
                // A rescan sees the device then, before libusb hears of it from udev.
                if let slowness { try await machine.slowDownUdev(by: slowness) }
                let watch = try await machine.watch("--debounce 0s")
                let port = machine.ports[0]
                for _ in 0..<5 {
                    port.plug(.reserved)
                    try await port.configured()
                    port.loosen()
                    #expect(try await watch.next().text == "arrived ready \(port.name)")
                    try await machine.unplug(port)
                    #expect(try await watch.next().text == "left ready \(port.name)")
                }
            }
        }
    }
}
