import CommandRuns
import FileSystem
import Foundation
import LicenseBinding
import RecordedMachines
import SimulatedBus
import SimulatedDevices
import TestRings
import Testing

/// The main job: licenses and keys on a simulated bus, through real libusb.
@Suite(.simulatedBus, .timeLimit(.minutes(5))) struct KeyVerdictTests {
    private let primary = "usb:0a89-0002:30A1B2C3"
    private let spare = "usb:0a89-0002:SPARE"

    @Test func `the key in the port opens the license`() async throws {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "30A1B2C3"))
            let site = try await CommandSite.trusting()
            let id = try await site.install(bind: "key:\(primary)")
            let result = await site.keybound("license", "verify", id)
            #expect(result.code == 0)
            #expect(result.output == "\(id) (planner): accepted, by the key \(primary)\n")
        }
    }

    @Test func `the key opens the license when every part of the computer was replaced`()
        async throws
    {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "30A1B2C3"))
            let (laptop, server) = (try RecordedMachine.laptop(), try RecordedMachine.server())
            let site = try await CommandSite.trusting()
            try await site.issue("a.lic", bind: "key:\(primary)")
            let installed = await site.keybound(
                "license", "install", site.path("a.lic"), "--sysroot", laptop.sysroot.path)
            #expect(installed.code == 0)
            let result = await site.keybound(
                "license", "verify", "--sysroot", server.sysroot.path)
            #expect(result.code == 0)
            #expect(result.output.contains("disk Samsung SSD 980 1TB S5GXNX0R123456 is gone"))
            #expect(result.output.contains("host name server is new"))
        }
    }

    @Test func `a pulled key is missed when the grace for starts is over`() async throws {
        try await SimulatedBus.exclusively { bus in
            let plug = bus.plug(.licenseKey(serial: "30A1B2C3"))
            let site = try await CommandSite.trusting()
            try await site.install(bind: "key:\(primary)", ["--grace-start", "3d"])
            bus.unplug(plug)
            site.wait(.seconds(86400))
            let graced = await site.keybound("license", "verify", "--json")
            #expect(graced.code == 0)
            let warning = graced.json?["licenses"]?[0]?["warnings"]?[0]
            #expect(warning?["code"] == "IN_GRACE")
            #expect(warning?["left"] == .integer(2 * 86400))
            site.wait(.seconds(2 * 86400))
            let refused = await site.keybound("license", "verify")
            #expect(refused.code == 3)
            #expect(refused.output.contains("KEY_ABSENT"))
            #expect(refused.output.contains("the grace of 3 days without it is over"))
        }
    }

    @Test func `an absent key that this store never saw is missed at once, grace or not`()
        async throws
    {
        try await SimulatedBus.exclusively { _ in
            let site = try await CommandSite.trusting()
            try await site.install(bind: "key:\(primary)", ["--grace-start", "3d"])
            let result = await site.keybound("license", "verify", "--json")
            #expect(result.code == 3)
            #expect(result.refusal?["code"] == "KEY_ABSENT")
        }
    }

    @Test func `a pulled key without a grace for starts is missed at once`() async throws {
        try await SimulatedBus.exclusively { bus in
            let plug = bus.plug(.licenseKey(serial: "30A1B2C3"))
            let site = try await CommandSite.trusting()
            try await site.install(bind: "key:\(primary)")
            #expect(await site.keybound("license", "verify").code == 0)
            bus.unplug(plug)
            let result = await site.keybound("license", "verify", "--json")
            #expect(result.code == 3)
            #expect(result.refusal?["code"] == "KEY_ABSENT")
        }
    }

    @Test func `another key of the same model is the wrong one, and both are named`()
        async throws
    {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "OTHER"))
            let site = try await CommandSite.trusting()
            try await site.install(bind: "key:\(primary)")
            let result = await site.keybound("license", "verify", "--json")
            #expect(result.code == 3)
            #expect(result.refusal?["code"] == "KEY_WRONG")
            #expect(result.refusal?["expected"]?.text == primary)
            #expect(result.refusal?["found"]?.text == "usb:0a89-0002:OTHER")
        }
    }

    @Test func `two devices with one serial number raise the clone alarm`() async throws {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "30A1B2C3", port: "1-1"))
            bus.plug(.licenseKey(serial: "30A1B2C3", port: "1-4.2"))
            let site = try await CommandSite.trusting()
            try await site.install(bind: "key:\(primary)")
            let result = await site.keybound("license", "verify", "--json")
            #expect(result.code == 3)
            #expect(result.refusal?["code"] == "KEY_CLONE_SUSPECTED")
            #expect(result.refusal?["found"]?.text == "at the ports 1-1 and 1-4.2")
        }
    }

    @Test func `a spare key stands in for the primary one`() async throws {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "SPARE"))
            let site = try await CommandSite.trusting()
            try await site.install(bind: "key:\(primary)", ["--spare", spare])
            let result = await site.keybound("license", "verify", "--json")
            #expect(result.code == 0)
            #expect(result.json?["licenses"]?[0]?["warnings"]?[0]?["code"] == "SPARE_IN_USE")
        }
    }

    @Test func `a license rebound to another key takes the place of the old one`() async throws {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "SPARE"))
            let site = try await CommandSite.trusting()
            try await site.issue("old.lic", bind: "key:\(primary)")
            let old = try await site.install("old.lic")
            let rebound = await site.center(
                "rebind", site.path("old.lic"), "--to-key", spare, "-o", site.path("new.lic"))
            #expect(rebound.code == 0)
            let new = try await site.install("new.lic")
            #expect(await site.keybound("license", "verify", new).code == 0)
            let result = await site.keybound("license", "verify", old, "--json")
            #expect(result.code == 3)
            #expect(result.refusal?["code"] == "SUPERSEDED")
            // What is left over does not make the whole site refused.
            #expect(await site.keybound("license", "verify").code == 0)
            #expect(await site.keybound("license", "remove", new).code == 0)
            let again = await site.keybound("license", "verify", old, "--json")
            #expect(again.code == 3)
            #expect(again.refusal?["code"] == "SUPERSEDED")
        }
    }

    @Test func `a license can be verified as a file that is not installed`() async throws {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "30A1B2C3"))
            let site = try await CommandSite.trusting()
            try await site.issue("a.lic", bind: "key:\(primary)")
            #expect(await site.keybound("license", "verify", site.path("a.lic")).code == 0)
            let absent = await site.keybound("license", "verify", site.path("none.lic"))
            #expect(absent.code == 1)
            #expect(absent.diagnostics.contains("none.lic"))
        }
    }
}

extension CommandResult {
    /// The first refusal of the first license.
    var refusal: JSONValue? { json?["licenses"]?[0]?["refusals"]?[0] }
}
