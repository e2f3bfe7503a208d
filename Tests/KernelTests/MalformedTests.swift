import CommandRuns
import LicenseBinding
import RedirectedUSB
import SimulatedDevices
import Testing
import VirtualMachine

extension OnRealKernel {
    struct MalformedTests {
        struct Case: Sendable, CustomTestStringConvertible {
            let name: String
            let device: SimulatedDevice
            var testDescription: String { name }

            init(_ name: String, _ change: (inout SimulatedDevice) -> Void) {
                self.name = name
                device = SimulatedDevice.key().with(change)
            }

            /// Descriptors with other bytes at some places.
            init(_ name: String, bytes: [Int: UInt8]) {
                self.init(name) { device in
                    var raw = device.descriptors
                    for (place, byte) in bytes where place < raw.count { raw[place] = byte }
                    device.rawDescriptors = raw
                }
            }
        }

        /// Bytes 0-17 are the device descriptor, 18-26 the configuration, 27-35 the interface.
        static let cases = [
            Case("a configuration of length 0", bytes: [20: 0, 21: 0]),
            Case("a configuration longer than it is", bytes: [20: 0xff, 21: 0xff]),
            Case("a configuration of bLength 0", bytes: [18: 0]),
            Case("an interface of bLength 0", bytes: [27: 0]),
            Case("an endpoint of bLength 0", bytes: [36: 0]),
            Case("255 interfaces", bytes: [22: 255]),
            Case("255 endpoints", bytes: [31: 255]),
            Case("255 configurations", bytes: [17: 255]),
            Case("a string of 255 bytes that are not there") {
                $0.answers[.string(2)] = .bytes([255, 3, 0x41, 0])
            },
            Case("an endless string") {
                $0.answers[.string(2)] = .bytes([255, 3] + [UInt8](repeating: 0x41, count: 4000))
            },
            Case("half a UTF-16 unit") { $0.answers[.string(3)] = .bytes([5, 3, 0x41, 0, 0x42]) },
            Case("half a surrogate pair") { $0.answers[.string(3)] = .bytes([4, 3, 0x00, 0xd8]) },
            Case("a string of length 0") { $0.answers[.string(3)] = .bytes([0, 3]) },
            Case("languages of odd length") { $0.answers[.string(0)] = .bytes([3, 3, 9]) },
            Case("a serial number that steers terminals") {
                $0.serialNumber = "\u{1b}[2J\u{202e}"
            },
        ]

        @Test(arguments: cases)
        func `a malformed device is listed or left out, and costs no other`(_ sample: Case)
            async throws
        {
            try await RealKernel.exclusively { machine in
                let watch = try await machine.watch()
                machine.ports[0].plug(sample.device)
                try await machine.plug(.key("GOOD"), into: machine.ports[1])
                var port = ""
                while port != machine.ports[1].name {
                    port = try await watch.next().key["port"]?.text ?? ""
                }
                // The kernel itself has seen the malformed one by now, or given it up.
                let keys = try await machine.keys()
                let good = keys.first { $0["port"]?.text == machine.ports[1].name }
                #expect(good?["state"] == "ready")
                #expect(keys.count <= 2)
                let states = Set(keys.compactMap { $0["state"]?.text })
                print("\(sample.name): \(states.sorted())")
                let ended = try await watch.program.stop()
                #expect(ended.exitCode == 128 + 15)
            }
        }
    }
}
