import CommandRuns
import Foundation
import LicenseBinding
import SimulatedBus
import SimulatedDevices
import TestRings
import Testing

/// Files that are no license, and issuing keys that are not trusted, at the command line.
@Suite(.simulatedBus, .timeLimit(.minutes(5))) struct DocumentTests {
    private static let refused = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "LicenseBindingTests/Fixtures/refused")

    /// Fixtures that are refused for what they are, whatever is plugged in.
    private static var files: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: refused.path).filter { name in
                ["MALFORMED", "SIGNATURE_INVALID", "ISSUER_UNKNOWN"].contains { name.hasPrefix($0) }
            }
        }
    }

    @Test func `no refused file is installed, and each is told with its code`() async throws {
        let site = try CommandSite()
        for name in try Self.files {
            let path = Self.refused.appending(path: name).path
            let result = await site.keybound("license", "install", path, "--json")
            #expect(result.code == 3, "\(name)")
            let refusal = try #require(result.refusal, "\(name)")
            for member in ["code", "expected", "found", "remedy"] {
                #expect(refusal[member]?.text?.isEmpty == false, "\(name): \(member)")
            }
        }
        #expect(await site.keybound("license", "list", "--json").json?["licenses"]?.count == 0)
    }

    @Test func `a file of 10 MB is refused, not read`() async throws {
        let site = try CommandSite()
        try Data(repeating: 0x41, count: 10 << 20).write(to: URL(filePath: site.path("big.lic")))
        for verb in ["verify", "install"] {
            let result = await site.keybound("license", verb, site.path("big.lic"), "--json")
            #expect(result.code == 3)
            #expect(result.refusal?["code"] == "MALFORMED")
        }
    }

    @Test func `licenses of the old and the new issuing key hold after a rotation`() async throws {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "A"))
            let site = try await CommandSite.trusting()
            try await site.install(bind: "key:usb:0a89-0002:A")
            #expect(await site.center("issuer", "rotate").code == 0)
            try await site.install(bind: "key:usb:0a89-0002:A")
            let result = await site.keybound("license", "verify", "--json")
            #expect(result.code == 0)
            #expect(result.json?["licenses"]?.count == 2)
        }
    }

    @Test func `a license of a publisher that is not trusted is refused with the next step`()
        async throws
    {
        let site = try await CommandSite.trusting()
        let stranger = try await CommandSite.trusting()
        try await stranger.issue("a.lic", bind: "key:usb:0a89-0002:A")
        let result = await site.keybound("license", "install", stranger.path("a.lic"))
        #expect(result.code == 3)
        #expect(result.output.contains("ISSUER_UNKNOWN"))
        #expect(result.output.contains("keybound publisher add FILE"))
    }
}
