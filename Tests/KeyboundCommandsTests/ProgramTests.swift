import CommandRuns
import Foundation
import LicenseBinding
import Programs
import SimulatedBus
import SimulatedDevices
import TestRings
import Testing

/// The built program itself, as a process on the simulated bus.
@Suite(.simulatedBus, .timeLimit(.minutes(5))) struct ProgramTests {
    private func program(in site: CommandSite) -> Program {
        let environment = ProcessInfo.processInfo.environment.merging([
            "KEYBOUND_STATE_DIR": site.path("state")
        ]) { $1 }
        return .built("keybound", environment: environment)
    }

    @Test func `the program itself verifies and exits with the code of the verdict`()
        async throws
    {
        try await SimulatedBus.exclusively { bus in
            let plug = bus.plug(.licenseKey(serial: "A"))
            let site = try await CommandSite.trusting(at: Date())
            try await site.install(bind: "key:usb:0a89-0002:A")
            let program = program(in: site)
            #expect(try await program.run(["license", "verify"]).code == 0)
            bus.unplug(plug)
            #expect(try await program.run(["license", "verify"]).code == 3)
        }
    }

    @Test func `watch tells in one document a line what comes and goes`() async throws {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "A", port: "1-1"))
            let site = try CommandSite()
            let watch = try await program(in: site).start(["keys", "watch", "--json"])
            func next() async throws -> JSONValue {
                try JSONScanner.value(of: Array(#require(await watch.line()).utf8))
            }
            let present = try await next()
            #expect(present["event"] == "arrived")
            #expect(present["key"]?["id"] == "usb:0a89-0002:A")
            #expect(present["time"]?.text.flatMap { Timestamp.date($0) } != nil)
            let plug = bus.plug(.licenseKey(serial: "B", port: "1-2"))
            let arrival = try await next()
            #expect(arrival["event"] == "arrived")
            #expect(arrival["key"]?["id"] == "usb:0a89-0002:B")
            bus.unplug(plug)
            let departure = try await next()
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
                let program = try await program(in: site)
                    .start(["license", "install", site.path("\(round).lic")])
                // Each round dies at another point of its work, a millisecond later.
                try await Task.sleep(for: .milliseconds(round))
                program.send(SIGKILL)
                _ = try await program.wait()
                let list = await site.keybound("license", "list", "--json")
                #expect(list.json?["problems"] == .array([]))
                let count = list.json?["licenses"]?.count ?? 0
                #expect(count == installed || count == installed + 1)
                installed = count
            }
        }
    }
}
