import CommandRuns
import Foundation
import LicenseBinding
import SimulatedBus
import SimulatedDevices
import TestRings
import Testing

@Suite(.simulatedBus, .timeLimit(.minutes(5))) struct ClockTests {
    private let key = "usb:0a89-0002:30A1B2C3"

    private func withLicense(_ body: (CommandSite) async throws -> Void) async throws {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "30A1B2C3"))
            let site = try await CommandSite.trusting()
            try await site.install(bind: "key:\(key)")
            try await body(site)
        }
    }

    @Test func `a clock two days behind a signed time is refused, and right again accepted`()
        async throws
    {
        try await withLicense { site in
            site.setClock(CommandSite.start - 2 * 86400)
            let refused = await site.keybound("license", "verify", "--json")
            #expect(refused.code == 3)
            #expect(refused.refusal?["code"] == "CLOCK_SET_BACK")
            #expect(refused.refusal?["remedy"]?.text?.contains("timedatectl") == true)
            site.setClock(CommandSite.start)
            #expect(await site.keybound("license", "verify").code == 0)
        }
    }

    @Test func `one start in the year 2038 poisons nothing`() async throws {
        try await withLicense { site in
            site.setClock(Date(timeIntervalSince1970: 2_147_483_647))
            #expect(await site.keybound("license", "verify").code == 0)
            site.setClock(CommandSite.start + 60)
            #expect(await site.keybound("license", "verify").code == 0)
        }
    }

    @Test func `time that was measured counts even when the clock is set back after it`()
        async throws
    {
        try await withLicense { site in
            site.wait(.seconds(3 * 86400))
            #expect(await site.keybound("license", "verify").code == 0)
            site.setClock(CommandSite.start)
            let refused = await site.keybound("license", "verify", "--json")
            #expect(refused.refusal?["code"] == "CLOCK_SET_BACK")
        }
    }
}
