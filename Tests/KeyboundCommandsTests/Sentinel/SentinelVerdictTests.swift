import CommandRuns
import LicenseBinding
import SimulatedBus
import SimulatedDevices
import SimulatedRuntime
import TestRings
import Testing

/// Licenses that are bound to HASP and Sentinel keys, through real libusb and a run-time's service.
@Suite(.simulatedBus, .timeLimit(.minutes(5))) struct SentinelVerdictTests {
    private let bind = "key:hasp:978493417"

    @Test func `one key in the port and one ID are one key, and it opens its license`() async throws
    {
        try await SentinelSite.with(.serves(.new, [.key(978_493_417), .placeholder])) { site in
            site.bus.plug(.hasp(port: "1-2"))
            #expect(await site.list() == ["hasp:978493417 1-2 ready"])
            try await site.commands.install(bind: bind)
            #expect(await site.verdict() == ["accepted"])
            let list = await site.commands.keybound("keys", "list").output
            #expect(list.contains("hasp:978493417 (0x3A529FE9)  Thales Sentinel HL Max  1-2"))
            #expect(list.contains("identified: its ID can be read, and so imitated"))
        }
    }

    @Test func `the key opens its license with upgraded firmware, and in another port`()
        async throws
    {
        try await SentinelSite.with(.serves(.middle, [.key(978_493_417)])) { site in
            let old = site.bus.plug(.hasp(port: "1-2"))
            try await site.commands.install(bind: bind)
            site.bus.unplug(old)
            #expect(await site.verdict() == ["KEY_ABSENT"])
            site.bus.plug(.driverless(port: "1-5"))
            #expect(await site.verdict() == ["accepted"])
            #expect(await site.list() == ["hasp:978493417 1-5 ready"])
        }
    }

    @Test func `the key opens its license on another computer`() async throws {
        try await SentinelSite.with(.serves(.old, [.key(978_493_417)])) { site in
            site.bus.plug(.hasp())
            try await site.commands.install(bind: bind)
            let other = site.commands.path("other-computer")
            let file = site.commands.path("other.lic")
            try await site.commands.issue("other.lic", bind: bind)
            for arguments in [
                ["publisher", "add", site.commands.path("home/publisher.jwk")],
                ["license", "install", file],
            ] {
                let done = await site.commands.keybound(arguments + ["--state-dir", other])
                #expect(done.code == 0)
            }
            let result = await site.commands.keybound("license", "verify", "--state-dir", other)
            #expect(result.code == 0)
            #expect(result.output.contains("accepted, by the key hasp:978493417 (0x3A529FE9)"))
        }
    }

    @Test func `of two keys the right one is found, and the wrong one is KEY_WRONG`() async throws {
        try await SentinelSite.with(.serves(.new, [.key(978_493_417), .key(18)])) { site in
            site.bus.plug(.hasp(port: "1-2"))
            let second = site.bus.plug(.hasp(port: "1-3"))
            #expect(
                await site.list() == [
                    "hasp:18 1-2 or 1-3 ready", "hasp:978493417 1-2 or 1-3 ready",
                ])
            let list = await site.commands.keybound("keys", "list").output
            #expect(list.contains("the run-time does not say which is in which port"))
            try await site.commands.install(bind: bind)
            #expect(await site.verdict() == ["accepted"])
            site.bus.unplug(second)
            site.runtime.setManner(.serves(.new, [.key(18)]))
            #expect(await site.verdict() == ["KEY_WRONG"])
        }
    }

    @Test func `a key that was pulled opens nothing, though the run-time still tells of it`()
        async throws
    {
        try await SentinelSite.with(.serves(.new, [.key(978_493_417)])) { site in
            let plug = site.bus.plug(.hasp())
            try await site.commands.install(bind: bind)
            #expect(await site.verdict() == ["accepted"])
            site.bus.unplug(plug)
            #expect(await site.verdict() == ["KEY_ABSENT"])
            #expect(await site.list().isEmpty)
        }
    }

    @Test func `of two keys of which one was pulled, none opens anything until it is told which`()
        async throws
    {
        try await SentinelSite.with(.serves(.new, [.key(978_493_417)])) { site in
            site.bus.plug(.hasp(port: "1-2"))
            try await site.commands.install(bind: bind)
            site.runtime.setManner(.serves(.new, [.key(978_493_417), .key(18)]))
            #expect(await site.verdict() == ["KEY_NO_ACCESS"])
            #expect(await site.reason().contains("Told by the run-time: 2, plugged in: 1"))
            site.runtime.setManner(.serves(.new, [.key(978_493_417)]))
            #expect(await site.verdict() == ["accepted"])
        }
    }

    @Test(arguments: [
        SimulatedRow.placeholder, .network(978_493_417), .detached(978_493_417),
        .software(978_493_417),
    ])
    func `what is no hardware key of this computer opens nothing`(row: SimulatedRow) async throws {
        for version in RuntimeVersion.allCases {
            try await SentinelSite.with(.serves(version, [row])) { site in
                site.bus.plug(.hasp())
                try await site.commands.install(bind: bind)
                #expect(await site.list() == ["? 1-2 needsRuntime"], "\(version)")
                #expect(await site.verdict() == ["KEY_NO_ACCESS"], "\(version)")
            }
        }
    }

    @Test func `a HASP HL Basic is anonymous, and no license can be bound to it`() async throws {
        try await SentinelSite.with(.serves(.new, [.basic])) { site in
            site.bus.plug(.hasp())
            #expect(await site.list() == ["? 1-2 anonymous"])
            #expect(await site.reason().contains("no license can be bound to it"))
            try await site.commands.install(bind: bind)
            #expect(await site.verdict() == ["KEY_ANONYMOUS"])
            let refused = await site.commands.center(
                "issue", "--product", "p", "--licensee", "l", "--bind", "key:hasp:0", "-o",
                site.commands.path("basic.lic"))
            #expect(refused.code == 1)
            #expect(refused.diagnostics.contains("HASP HL Basic"))
        }
    }

    @Test func `two devices with one number raise the clone alarm`() async throws {
        try await SentinelSite.with(.serves(.new, [.key(978_493_417), .key(978_493_417)])) { site in
            site.bus.plug(.hasp(port: "1-2"))
            try await site.commands.install(bind: bind)
            #expect(await site.verdict() == ["accepted"])
            site.bus.plug(.hasp(port: "1-3"))
            #expect(await site.list().allSatisfy { $0.hasSuffix("duplicateID") })
            #expect(await site.verdict() == ["KEY_CLONE_SUSPECTED"])
        }
    }

    @Test func `a HASP HL Basic is absent as the key of a license, and not perhaps there`()
        async throws
    {
        try await SentinelSite.with(.serves(.new, [.basic])) { site in
            site.bus.plug(.hasp())
            let id = try await site.commands.install(bind: bind)
            let shown = await site.commands.keybound("license", "show", id, "--json").json
            #expect(shown?["keys"]?[0]?["present"] == .bool(false))
        }
    }

    @Test func `licenses are bound to a number in either spelling`() async throws {
        try await SentinelSite.with(.serves(.new, [.key(978_493_417)])) { site in
            site.bus.plug(.hasp())
            try await site.commands.issue("a.lic", bind: "key:hasp:18", ["--spare", "hasp:0x13"])
            let rebound = await site.commands.center(
                "rebind", site.commands.path("a.lic"), "--to-key", "hasp:0x3a529fe9", "-o",
                site.commands.path("b.lic"))
            #expect(rebound.code == 0)
            let id = try await site.commands.install("b.lic")
            #expect(await site.verdict() == ["accepted"])
            let shown = await site.commands.keybound("license", "show", id)
            #expect(shown.output.contains("hasp:978493417 (0x3A529FE9)"))
            #expect(shown.output.contains("hasp:19 (0x00000013)"))
            #expect(shown.output.contains("identified: its ID can be read, and so imitated"))
            let json = await site.commands.keybound("license", "show", id, "--json").json
            #expect(json?["keys"]?[0]?["id"] == "hasp:978493417")
        }
    }

    @Test(arguments: ["hasp:978493417", "hasp:0x3A529FE9", "1-2"])
    func `a key is shown by its number in either spelling, or by its port`(
        name: String
    ) async throws {
        try await SentinelSite.with(.serves(.new, [.key(978_493_417)])) { site in
            site.bus.plug(.hasp())
            let shown = await site.commands.keybound("keys", "show", name)
            #expect(shown.code == 0)
            #expect(shown.output.contains("hasp:978493417 (0x3A529FE9)"))
            #expect(shown.output.contains("identified: its ID can be read, and so imitated"))
        }
    }

    @Test func `the JSON of a key has its number in both spellings and says who sees it`()
        async throws
    {
        try await SentinelSite.with(.serves(.new, [.key(978_493_417)])) { site in
            site.bus.plug(.hasp())
            let key = await site.commands.keybound("keys", "list", "--json").json?["keys"]?[0]
            #expect(key?["id"] == "hasp:978493417")
            #expect(key?["hexadecimal"] == "0x3A529FE9")
            #expect(key?["assurance"] == "identified")
            #expect(key?["presenceFrom"] == "usb")
            #expect(key?["confirmed"] == .bool(false))
            site.bus.plug(.hasp(port: "1-3"))
            site.runtime.setManner(.serves(.new, [.key(978_493_417), .key(18)]))
            let several = await site.commands.keybound("keys", "list", "--json").json?["keys"]?[0]
            #expect(several?["presenceFrom"] == "runtime")
            #expect(several?["port"] == .null)
            #expect(several?["ports"] == .strings(["1-2", "1-3"]))
        }
    }

    @Test func `a license that demands more than an ID is refused, with what that means`()
        async throws
    {
        try await SentinelSite.with(.serves(.new, [])) { site in
            let result = await site.commands.center(
                "issue", "--product", "p", "--licensee", "l", "--bind", bind,
                "--minimum-assurance", "signed", "-o", site.commands.path("a.lic"))
            #expect(result.code == 1)
            #expect(result.diagnostics.contains("identified: its ID can be read, and so imitated"))
        }
    }
}
