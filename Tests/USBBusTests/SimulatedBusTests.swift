import Glibc
import SimulatedBus
import SimulatedDevices
import Testing

extension OnSimulatedBus {
    struct SimulatedBusTests {
        @Test func `a process that is started sees the same bus`() async throws {
            try await SimulatedBus.exclusively { bus in
                let plug = bus.plug(.key)
                let before = try Self.test("/sys/bus/usb/devices/1-1")
                bus.unplug(plug)
                let after = try Self.test("/sys/bus/usb/devices/1-1")
                #expect(before == 0)
                #expect(after != 0)
            }
        }

        /// Asks another process whether it sees a file.
        private static func test(_ path: String) throws -> Int32 {
            let words = ["test", "-e", path]
            var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
            defer { for argument in arguments { free(argument) } }
            var process = pid_t()
            let code = posix_spawn(&process, "/usr/bin/test", nil, nil, &arguments, environ)
            try #require(code == 0)
            var status: Int32 = 0
            waitpid(process, &status, 0)
            return status
        }
    }
}
