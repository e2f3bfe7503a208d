import GuestMessages
import RedirectedUSB
import SimulatedDevices
import TestRings
import Testing
import VirtualMachine

/// The test machine itself: every part of it works, and is seen to.
@Suite(.virtualMachine, .timeLimit(.minutes(10)))
struct MachineTests {
    @Test(arguments: [
        (GuestUser.root, "uid=0(root) gid=0(root) groups=0(root)"),
        (.operator, "uid=1000(operator) gid=1000(operator) groups=1000(operator),900(keybound)"),
        (.visitor, "uid=1001(visitor) gid=1001(visitor) groups=1001(visitor)"),
        (.seated, "uid=1002(seated) gid=1002(seated) groups=1002(seated)"),
    ]) func `commands run as their user`(user: GuestUser, identity: String) async throws {
        try await SharedMachine.exclusively { machine in
            let result = try await machine.run("id; pwd >&2; exit 3", as: user)
            #expect(result.output == identity + "\n")
            #expect(result.diagnostics == (user == .root ? "/root\n" : "/home/\(user)\n"))
            #expect(result.exitCode == 3)
        }
    }

    @Test func `lines come while a program runs, and a signal ends it`() async throws {
        try await SharedMachine.exclusively { machine in
            // A shell that starts another program can end by the signal before that one is there.
            let program = machine.start("echo first; echo second; exec sleep 60")
            let first = try await program.next(within: .seconds(5))
            let second = try await program.next(within: .seconds(5))
            #expect([first.text, second.text] == ["first", "second"])
            #expect(first.at <= second.at)
            #expect(try await program.stop().exitCode == 128 + 15)
            await #expect(throws: MachineFailure.self) {
                try await program.next(within: .seconds(5))
            }
        }
    }

    @Test func `a program that does not end in time is killed`() async throws {
        try await SharedMachine.exclusively { machine in
            await #expect(throws: MachineFailure.self) {
                try await machine.run("exec sleep 1234", within: .milliseconds(300))
            }
            let wait = "while grep -q 'sleep.123[4]' /proc/[0-9]*/cmdline; do sleep 0.1; done"
            let ended = try await machine.run(wait)
            #expect(ended.exitCode == 0)
        }
    }

    @Test func `the folders of the host cannot be changed`() async throws {
        try await SharedMachine.exclusively { machine in
            let result = try await machine.run(
                "for share in programs swift rules; do touch /mnt/$share/x && echo $share; done",
                as: .root)
            #expect(result.output == "")
        }
    }

    @Test func `a license key is seen while it is plugged in`() async throws {
        try await SharedMachine.exclusively { machine in
            let port = machine.ports[0]
            try await machine.plug(.licenseKey(serial: "30A1B2C3"), into: port)
            let list = "keybound keys list --json"
            let present = try await machine.run(list).output
            #expect(present.contains("usb:0a89-0002:30A1B2C3"))
            #expect(present.contains(#""\#(port.name)""#))
            try await machine.unplug(port)
            let absent = try await machine.run(list)
            #expect(absent.exitCode == 0)
            #expect(!absent.output.contains("usb:"))
        }
    }

    @Test func `keyboard, disk and hub are always there`() async throws {
        try await SharedMachine.exclusively { machine in
            let drivers = try await machine.run(
                "for port in 1-1 2-2 1-3; do readlink /sys/bus/usb/devices/$port:1.0/driver; done")
            let names = drivers.output.split(separator: "\n").map { $0.split(separator: "/").last }
            #expect(names == ["usbhid", "usb-storage", "hub"])
        }
    }

    @Test func `a key moves from the computer to a hub`() async throws {
        try await SharedMachine.exclusively { machine in
            let key = SimulatedDevice.licenseKey(serial: "30A1B2C3").with { $0.speed = "12" }
            for port in [machine.ports[0], machine.hubPorts[0], machine.hubPorts[1]] {
                try await machine.plug(key, into: port)
                let result = try await machine.run("cat /sys/bus/usb/devices/\(port.name)/serial")
                #expect(result.output == "30A1B2C3\n")
                try await machine.unplug(port)
            }
        }
    }

    @Test func `twenty plugs and unplugs are one event each`() async throws {
        try await SharedMachine.exclusively { machine in
            let port = machine.ports[1]
            let mark = machine.usbEvents.count
            for _ in 0..<20 {
                try await machine.plug(.hasp(), into: port)
                try await machine.unplug(port)
            }
            let actions = machine.usbEvents.dropFirst(mark).filter { $0.port == port.name }
                .map(\.action).filter { ["add", "remove"].contains($0) }
            #expect(actions == Array(repeating: ["add", "remove"], count: 20).flatMap(\.self))
        }
    }

    @Test func `different devices are plugged in at once`() async throws {
        try await SharedMachine.exclusively { machine in
            let devices: [SimulatedDevice] = [
                .hasp(), .hasp(), .codeMeter(), .eToken(), .securityToken(), .flashStick(),
                .licenseKey(serial: "30A1B2C3"),
            ]
            for (port, device) in zip(machine.ports, devices) { port.plug(device) }
            for (port, device) in zip(machine.ports, devices) {
                try await port.configured(within: .seconds(20))
                let result = try await machine.run("cat /sys/bus/usb/devices/\(port.name)/speed")
                #expect(result.output == device.speed + "\n")
            }
        }
    }
}
