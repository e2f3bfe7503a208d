import CommandRuns
import Foundation
import LicenseBinding
import SimulatedBus
import SimulatedDevices
import TestRings
import Testing

/// The built program itself, as a process on the simulated bus.
@Suite(.simulatedBus, .timeLimit(.minutes(5))) struct ProgramTests {
    private static let program = URL(filePath: CommandLine.arguments[0])
        .deletingLastPathComponent().appending(path: "keybound")

    private func process(_ arguments: [String], in site: CommandSite) throws -> Process {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging([
            "KEYBOUND_STATE_DIR": site.path("state")
        ]) { _, new in new }
        return process
    }

    @Test func `the program itself verifies and exits with the code of the verdict`()
        async throws
    {
        try await SimulatedBus.exclusively { bus in
            let plug = bus.plug(.licenseKey(serial: "A"))
            let site = try await CommandSite.trusting(at: Date())
            try await site.install(bind: "key:usb:0a89-0002:A")
            func code() throws -> Int32 {
                let process = try process(["license", "verify"], in: site)
                process.standardOutput = FileHandle.nullDevice
                try process.run()
                process.waitUntilExit()
                return process.terminationStatus
            }
            #expect(try code() == 0)
            bus.unplug(plug)
            #expect(try code() == 3)
        }
    }

    @Test func `watch tells in one document a line what comes and goes`() async throws {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "A", port: "1-1"))
            let site = try CommandSite()
            let process = try process(["keys", "watch", "--json"], in: site)
            let pipe = Pipe()
            process.standardOutput = pipe
            try process.run()
            defer { process.terminate() }
            let lines = LineReader(pipe.fileHandleForReading)
            let present = try JSONScanner.value(of: lines.next())
            #expect(present["event"] == "arrived")
            #expect(present["key"]?["id"] == "usb:0a89-0002:A")
            #expect(present["time"]?.text.flatMap { Timestamp.date($0) } != nil)
            let plug = bus.plug(.licenseKey(serial: "B", port: "1-2"))
            let arrival = try JSONScanner.value(of: lines.next())
            #expect(arrival["event"] == "arrived")
            #expect(arrival["key"]?["id"] == "usb:0a89-0002:B")
            bus.unplug(plug)
            let departure = try JSONScanner.value(of: lines.next())
            #expect(departure["event"] == "left")
            #expect(departure["key"]?["id"] == "usb:0a89-0002:B")
        }
    }

    @Test func `a program killed at any point of an installation leaves a store that opens`()
        async throws
    {
        try await SimulatedBus.exclusively { _ in
            let site = try await CommandSite.trusting()
            var installed = 0
            for round in 0..<30 {
                try await site.issue("\(round).lic", bind: "key:usb:0a89-0002:A")
                let process = try process(
                    ["license", "install", site.path("\(round).lic")], in: site)
                process.standardOutput = FileHandle.nullDevice
                try process.run()
                // Each round dies at another point of its work, a millisecond later.
                usleep(UInt32(round) * 1000)
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                let list = await site.keybound("license", "list", "--json")
                #expect(list.json?["problems"] == .array([]))
                let count = list.json?["licenses"]?.count ?? 0
                #expect(count == installed || count == installed + 1)
                installed = count
            }
        }
    }
}
