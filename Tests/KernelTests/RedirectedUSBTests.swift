import RedirectedUSB
import SimulatedDevices
import Synchronization
import TestRings
import Testing
import VirtualMachine

/// Simulated devices in the test machine: what they do and do not answer gets to the kernel.
@Suite(.virtualMachine, .timeLimit(.minutes(10)))
struct RedirectedUSBTests {
    private static let node = "/dev/$(basename /sys/bus/usb/devices/1-4:1.0/*/hidraw/*)"

    @Test func `packets go both ways through hidraw`() async throws {
        try await SharedMachine.exclusively { machine in
            let port = machine.ports[0]
            let received = Mutex<[[UInt8]]>([])
            try await machine.plug(.codeMeter(), into: port) { packet, endpoint in
                guard endpoint == 0x01 else { return }
                received.withLock { $0.append(packet) }
                port.send(packet.map { $0 ^ 0xFF }, on: 0x81)
            }
            let talk = """
                udevadm settle
                exec 3<>\(Self.node)
                printf '\\0%-64s' request >&3
                head -c 3 <&3 | od -An -tx1
                """
            let result = try await machine.run(talk, as: .root)
            #expect(result.output == " 8d 9a 8e\n", "\(result)")
            let request = Array("request".utf8) + Array(repeating: UInt8(ascii: " "), count: 57)
            #expect(received.withLock(\.self) == [request])
        }
    }

    @Test func `bulk endpoints work both ways, as a printer shows`() async throws {
        try await SharedMachine.exclusively { machine in
            let port = machine.ports[0]
            var interface = SimulatedInterface(classCode: 7, endpoints: [0x01, 0x82])
            (interface.subclass, interface.protocolCode) = (1, 2)
            interface.transfer = .bulk
            let printer = SimulatedDevice(vendorID: 0x1209, productID: 0x0001).with {
                $0.speed = "12"
                $0.interfaces = [interface]
            }
            try await machine.plug(printer, into: port) { packet, endpoint in
                if endpoint == 0x01 { port.send(packet.map { $0 ^ 0x20 }, on: 0x82) }
            }
            let talk = "udevadm settle; exec 3<>/dev/usb/lp0; printf page >&3; head -c 4 <&3"
            let result = try await machine.run(talk, as: .root)
            #expect(result.output == "PAGE\n", "\(result)")
        }
    }

    @Test func `a request that stalls fails at once`() async throws {
        try await SharedMachine.exclusively { machine in
            let port = machine.ports[0]
            let serial = SimulatedRequest.string(3)
            try await machine.plug(
                .licenseKey(serial: "30A1B2C3").with { $0.answers[serial] = .stall }, into: port)
            let result = try await machine.run("cat /sys/bus/usb/devices/1-4/serial")
            #expect(result.exitCode != 0)
        }
    }

    @Test func `a silent device is enumerated when it talks again`() async throws {
        try await SharedMachine.exclusively { machine in
            let port = machine.ports[0]
            port.plug(.licenseKey(serial: "30A1B2C3"), silence: .always)
            _ = try await awaiting("a second try", within: .seconds(30)) {
                port.activity.controlTransfers > 1 ? () : nil
            }
            #expect(port.activity.resets > 1)
            #expect(port.activity.configuration == 0)
            port.setSilence(.never)
            try await port.configured(within: .seconds(30))
        }
    }

    @Test func `a device that became silent talks again after a reset`() async throws {
        try await SharedMachine.exclusively { machine in
            let port = machine.ports[0]
            try await machine.plug(.licenseKey(serial: "30A1B2C3"), into: port)
            port.setSilence(.untilReset)
            let configure = try await machine.run(
                "echo 1 > /sys/bus/usb/devices/1-4/bConfigurationValue", as: .root)
            #expect(configure.exitCode != 0)
            let disable = "/sys/bus/usb/devices/1-0:1.0/usb1-port4/disable"
            let restart = try await machine.run(
                "echo 1 > \(disable); echo 0 > \(disable)", as: .root)
            #expect(restart.exitCode == 0)
            try await port.configured()
        }
    }
}
