import CommandRuns
import GuestMessages
import LicenseBinding
import RedirectedUSB
import SimulatedDevices
import Testing
import VirtualMachine

extension OnRealKernel {
    /// HASP and Sentinel keys of a real kernel, with a run-time's service on its own port.
    struct SentinelTests {
        /// A machine whose run-time, a process of this user, tells of these keys.
        private func with(
            _ keys: String, as user: GuestUser = .root,
            _ body: (VirtualMachine) async throws -> Void
        ) async throws {
            try await RealKernel.exclusively { machine in
                let runtime = machine.start("exec simulated-runtime 1947 \(keys)", as: user)
                #expect(try await runtime.next(within: .seconds(20)).text == "1947")
                do {
                    try await body(machine)
                } catch {
                    try await runtime.stop()
                    throw error
                }
                try await runtime.stop()
            }
        }

        private func text(_ key: JSONValue) -> String {
            "\(key["id"]?.text ?? "?") \(key["port"]?.text ?? "?") \(key["state"]?.text ?? "?")"
        }

        @Test func `a key is known by its ID in every port and with every firmware`() async throws {
            try await with("978493417") { machine in
                for (device, port) in [
                    (SimulatedDevice.hasp(), machine.ports[0]),
                    (.driverless(), machine.ports[1]),
                ] {
                    try await machine.plug(device, into: port)
                    let keys = try await machine.keys(as: .visitor)
                    #expect(keys.map(text) == ["hasp:978493417 \(port.name) ready"])
                    try await machine.unplug(port)
                }
            }
        }

        @Test func `a pulled key is told as gone, though the run-time still tells of it`()
            async throws
        {
            try await with("7") { machine in
                let port = machine.ports[0]
                try await machine.plug(.hasp(), into: port)
                let watch = try await machine.watch("--debounce 1s")
                #expect(try await watch.next().text == "arrived ready \(port.name)")
                try await machine.unplug(port)
                #expect(try await watch.next().text == "left ready \(port.name)")
                #expect(try await machine.keys().isEmpty)
            }
        }

        @Test func `without the run-time a key waits for it, and is known when it is there`()
            async throws
        {
            try await RealKernel.exclusively { machine in
                let port = machine.ports[0]
                try await machine.plug(.hasp(), into: port)
                let watch = try await machine.watch()
                #expect(try await watch.next().text == "arrived needsRuntime \(port.name)")
                let runtime = machine.start("exec simulated-runtime 1947 7", as: .root)
                #expect(try await watch.next().text == "changed ready \(port.name)")
                try await runtime.stop()
            }
        }

        @Test(arguments: [(GuestUser.root, false), (.visitor, true)])
        func `the doctor tells whether a process of another user is in the run-time's place`(
            user: GuestUser, isTold: Bool
        ) async throws {
            try await with("7", as: user) { machine in
                try await machine.plug(.hasp(), into: machine.ports[0])
                let result = try await machine.run("keybound doctor --json", as: .operator)
                #expect(
                    try Diagnosis(result.output).found(by: "runtime") == [
                        isTold
                            ? "a process of the user visitor answers there, and not one of root"
                            : "the IDs of HASP and Sentinel keys are told: 1"
                    ])
                #expect(try await machine.keys().first?["assurance"]?.text == "identified")
            }
        }
    }
}
