import CommandRuns
import Foundation
import LicenseBinding
import SimulatedBus
import SimulatedDevices
import TestRings
import Testing
import TestPublisher

/// Licenses in a store, as administrators handle them.
@Suite(.simulatedBus, .timeLimit(.minutes(5))) struct StoreCommandTests {
    private let bind = "key:usb:0a89-0002:A"

    @Test func `installing the same license twice is harmless`() async throws {
        let site = try await CommandSite.trusting()
        try await site.issue("a.lic", bind: bind)
        try await site.install("a.lic")
        let again = await site.keybound("license", "install", site.path("a.lic"), "--json")
        #expect(again.code == 0)
        #expect(again.json?["installed"] == .bool(false))
        #expect(await site.keybound("license", "list", "--json").json?["licenses"]?.count == 1)
    }

    @Test func `a second copy of a license in the store is harmless`() async throws {
        let site = try await CommandSite.trusting()
        let id = try await site.install(bind: bind)
        try FileManager.default.copyItem(
            atPath: site.path("state/licenses/\(id).lic"),
            toPath: site.path("state/licenses/copy.lic"))
        #expect(await site.keybound("license", "list", "--json").json?["licenses"]?.count == 1)
    }

    @Test func `a broken file is reported by its name and hides no other`() async throws {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "A"))
            let site = try await CommandSite.trusting()
            let id = try await site.install(bind: bind)
            try site.write("no license", to: "state/licenses/broken.lic")
            try FileManager.default.createDirectory(
                atPath: site.path("state/licenses/folder.lic"), withIntermediateDirectories: true)
            let list = await site.keybound("license", "list")
            #expect(list.code == 0)
            #expect(list.output.contains(id))
            #expect(list.diagnostics.contains("broken.lic"))
            #expect(list.diagnostics.contains("folder.lic"))
            let verified = await site.keybound("license", "verify")
            #expect(verified.code == 3)
            #expect(verified.output.contains("broken.lic: refused"))
            #expect(verified.output.contains("\(id) (planner): accepted"))
            #expect(await site.keybound("license", "verify", id).code == 0)
        }
    }

    @Test func `no verdict hangs on other files of the store`() async throws {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "A"))
            let site = try await CommandSite.trusting()
            try await site.install(bind: bind)
            try FileManager.default.createDirectory(
                atPath: site.path("state/revocations"), withIntermediateDirectories: true)
            try site.write("no list", to: "state/revocations/x.jwt")
            try site.write("no root", to: "state/publishers/x.jwk")
            let result = await site.keybound("license", "verify", "--json")
            #expect(result.code == 0)
            #expect(result.json?["licenses"]?.count == 1)
            #expect(result.json?["problems"]?.count == 2)
            #expect(result.diagnostics.contains("x.jwt"))
        }
    }

    @Test func `a license is removed with all its copies`() async throws {
        let site = try await CommandSite.trusting()
        let id = try await site.install(bind: bind)
        try FileManager.default.copyItem(
            atPath: site.path("state/licenses/\(id).lic"),
            toPath: site.path("state/licenses/copy.lic"))
        #expect(await site.keybound("license", "remove", id).code == 0)
        #expect(await site.keybound("license", "list", "--json").json?["licenses"]?.count == 0)
    }

    @Test func `a license that is not installed leaves no trace`() async throws {
        let site = try await CommandSite.trusting()
        try await site.issue("a.lic", bind: bind)
        _ = await site.keybound("license", "verify", site.path("a.lic"))
        #expect(!FileManager.default.fileExists(atPath: site.path("state/clock.json")))
    }

    @Test func `a removed license is out of use and its file is kept`() async throws {
        let site = try await CommandSite.trusting()
        let id = try await site.install(bind: bind)
        #expect(await site.keybound("license", "remove", id).code == 0)
        #expect(await site.keybound("license", "list", "--json").json?["licenses"]?.count == 0)
        #expect(await site.keybound("license", "remove", id).code == 1)
        let back = await site.keybound(
            "license", "install", site.path("state/removed/\(id).lic"))
        #expect(back.code == 0)
    }

    @Test func `a store that cannot be written still gives verdicts`() async throws {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "A"))
            let site = try await CommandSite.trusting()
            try await site.install(bind: bind, ["--grace-start", "3d"])
            try FileManager.default.removeItem(atPath: site.path("state/sightings"))
            try site.write("a file in the folder's place", to: "state/sightings")
            let result = await site.keybound("license", "verify")
            #expect(result.code == 0)
            #expect(result.diagnostics.contains("not recorded"))
        }
    }

    @Test func `show names the keys and whether they are here`() async throws {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "A", port: "1-4.2"))
            let site = try await CommandSite.trusting()
            let id = try await site.install(bind: bind, ["--spare", "usb:0a89-0002:B"])
            let shown = await site.keybound("license", "show", id).output
            #expect(shown.contains("usb:0a89-0002:A  primary  identified  at 1-4.2, ready"))
            #expect(shown.contains("usb:0a89-0002:B  spare    identified  absent"))
            let json = await site.keybound("license", "show", id, "--json").json
            #expect(json?["claims"]?["jti"]?.text == id)
        }
    }

    @Test func `a revocation list withdraws a license, and an older one changes nothing`()
        async throws
    {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "A"))
            let publisher = TestPublisher()
            let site = try CommandSite()
            site.setClock(TestTime.now)
            try site.write(publisher.rootFile, to: "root.jwk")
            _ = await site.keybound("publisher", "add", site.path("root.jwk"))
            let license = try publisher.file(
                of: .sample(binding: .sample([.usb(vendor: 0x0a89, product: 2, serial: "A")])))
            try Data(license).write(to: URL(filePath: site.path("a.lic")))
            let id = try await site.install("a.lic")
            #expect(await site.keybound("license", "verify").code == 0)
            try site.write(publisher.revocations(2, of: id), to: "two.jwt")
            try site.write(publisher.revocations(1, of: nil), to: "one.jwt")
            #expect(await site.keybound("license", "install", site.path("two.jwt")).code == 0)
            #expect(await site.keybound("license", "install", site.path("one.jwt")).code == 1)
            let result = await site.keybound("license", "verify", "--json")
            #expect(result.code == 3)
            #expect(result.refusal?["code"] == "REVOKED")
        }
    }

    @Test func `an empty store says what to do`() async throws {
        let site = try CommandSite()
        let verified = await site.keybound("license", "verify")
        #expect(verified.code == 1)
        #expect(verified.diagnostics.contains("keybound license install FILE"))
        #expect(await site.keybound("license", "list").output.contains("install FILE"))
        #expect(await site.keybound("publisher", "list").output.contains("publisher add FILE"))
    }

    @Test func `a private key is not taken for a publisher's root`() async throws {
        let site = try await CommandSite.trusting()
        let result = await site.keybound("publisher", "add", site.path("home/root.key"))
        #expect(result.code == 1)
        #expect(result.diagnostics.contains("no private key"))
    }

    @Test func `wrong usage has its own exit code`() async throws {
        let site = try CommandSite()
        #expect(await site.keybound("license", "verfy").code == 64)
        #expect(await site.keybound("keys", "list", "--nothing").code == 64)
        #expect(await site.keybound("--help").code == 0)
    }

    @Test func `with --json an error is a document too`() async throws {
        let result = try await CommandSite().keybound("license", "remove", "none", "--json")
        #expect(result.code == 1)
        #expect(result.json?["error"]?.text?.contains("no license none") == true)
        let usage = try await CommandSite().keybound("license", "show", "--json")
        #expect(usage.code == 64)
        #expect(usage.json?["error"]?.text?.contains("Missing expected argument") == true)
        let empty = try await CommandSite().keybound("license", "verify", "--json")
        #expect(empty.code == 1)
        #expect(empty.json?["error"] != nil)
        #expect(empty.output.split(separator: "\n").count == 1)
    }
}
