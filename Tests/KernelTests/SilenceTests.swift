import CommandRuns
import GuestMessages
import LicenseBinding
import RedirectedUSB
import SimulatedDevices
import Testing
import VirtualMachine

extension OnRealKernel {
    struct SilenceTests {
        @Test func `a key that stopped answering is reset once, and then ready`() async throws {
            try await RealKernel.exclusively { machine in
                let port = machine.ports[0]
                let watch = try await machine.watch()
                port.plug(.reserved)
                try await port.configured()
                port.loosen()
                port.setSilence(.untilReset)
                let arrival = try await watch.next(within: .seconds(30))
                #expect(arrival.text == "arrived ready \(port.name)")
                // The kernel resets the port several times for each reset that it is asked for.
                let log = try await machine.run(
                    "dmesg | sed -n '/usb \(port.name): new /h; /usb \(port.name): reset /H; ${x;p}'",
                    as: .root)
                #expect(log.output.split(separator: "\n").count == 2, "\(log)")
                #expect(watch.program.lines.contains { $0.text.contains("was reset") })
            }
        }

        @Test func `a key that never answers is busy in time, and holds up no other`() async throws
        {
            try await RealKernel.exclusively { machine in
                let port = machine.ports[0]
                let watch = try await machine.watch()
                port.plug(.reserved)
                try await port.configured()
                port.setAnswer(.silence, to: .string(3))
                let start = ContinuousClock.now
                try await machine.plug(.key("OTHER"), into: machine.ports[1])
                #expect(
                    try await watch.next(within: .seconds(5)).text
                        == "arrived ready \(machine.ports[1].name)")
                let busy = try await watch.next(within: .seconds(30))
                #expect(busy.text == "arrived busy \(port.name)")
                #expect(busy.key["reason"]?.text?.isEmpty == false)
                #expect(busy.key["reason"]?.text?.contains("it was reset") == true)
                #expect(ContinuousClock.now - start < .seconds(20))
            }
        }

        @Test func `a key that not even its reset wakes is busy in time, and holds up no other`()
            async throws
        {
            try await RealKernel.exclusively { machine in
                let (port, other) = (machine.ports[0], machine.ports[1])
                try await machine.plug(.key("OTHER"), into: other)
                let watch = try await machine.watch()
                #expect(try await watch.next().text == "arrived ready \(other.name)")
                port.plug(.reserved)
                try await port.configured()
                port.setSilence(.always)
                let busy = try await watch.next()
                #expect(busy.text == "arrived busy \(port.name)")
                #expect(busy.key["reason"]?.text?.isEmpty == false)
                // The kernel still tries.
                try await machine.unplug(other)
                #expect(try await watch.next().text == "left ready \(other.name)")
                #expect(try await watch.program.stop().exitCode == 128 + 15)
            }
        }

        @Test func `a list waits a bounded time for a key that does not answer, and resets none`()
            async throws
        {
            try await RealKernel.exclusively { machine in
                let port = machine.ports[0]
                try await machine.plug(.reserved, into: port)
                try await port.configured()
                port.setAnswer(.silence, to: .string(3))
                let resets = port.activity.resets
                let start = ContinuousClock.now
                #expect(try await machine.keys().first?["state"] == "busy")
                #expect(ContinuousClock.now - start < .seconds(10))
                #expect(port.activity.resets == resets)
            }
        }

        @Test func `a key that a kernel driver uses is not reset`() async throws {
            try await RealKernel.exclusively { machine in
                let port = machine.ports[0]
                let watch = try await machine.watch()
                port.plug(.reservedHID)
                try await port.configured()
                port.setAnswer(.silence, to: .string(3))
                // Until the kernel's driver has the key, it may be taken from nobody.
                try await machine.mustRun(
                    "until [ -e /sys/bus/usb/devices/\(port.name):1.0/driver ]; do sleep 0.05; done"
                )
                let resets = port.activity.resets
                let busy = try await watch.next()
                #expect(busy.text == "arrived busy \(port.name)")
                #expect(busy.key["reason"]?.text?.contains("another program or driver") == true)
                #expect(port.activity.resets == resets)
            }
        }

        @Test(arguments: [SimulatedDevice.hasp(), .securityToken()])
        func `a key of a run-time and a FIDO2 key are not reset and not opened`(
            device: SimulatedDevice
        ) async throws {
            try await RealKernel.exclusively { machine in
                let port = machine.ports[0]
                _ = try await machine.watch()
                port.plug(device)
                try await port.configured()
                try await machine.mustRun("udevadm settle")
                port.setSilence(.always)
                let before = port.activity
                _ = try await machine.keys()
                try await Task.sleep(for: .seconds(4))
                #expect(port.activity.resets == before.resets)
                #expect(port.activity.controlTransfers == before.controlTransfers)
                port.setSilence(.never)
            }
        }

        @Test func `a key that is pulled in the middle of a transfer costs nothing`() async throws {
            try await RealKernel.exclusively { machine in
                let port = machine.ports[0]
                let watch = try await machine.watch("--debounce 0s")
                for _ in 0..<3 {
                    port.plug(.reserved)
                    try await port.configured()
                    port.setAnswer(.silence, to: .string(3))
                    try await Task.sleep(for: .milliseconds(700))
                    try await machine.unplug(port)
                }
                port.plug(.key())
                var word = ""
                while word != "arrived ready \(port.name)" { word = try await watch.next().text }
                let files = try await machine.run("ls -l /proc/\(watch.processID)/fd", as: .root)
                #expect(!files.output.contains("/dev/bus/usb"), "\(files)")
            }
        }
    }
}
