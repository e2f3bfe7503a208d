import CommandRuns
import LicenseBinding
import SimulatedBus
import SimulatedDevices
import SimulatedRuntime
import TestRings
import Testing

/// A run-time that is not there, or is not one: what is told of its keys, and of others.
@Suite(.simulatedBus, .timeLimit(.minutes(5))) struct RuntimeFailureTests {
    struct Case: CustomTestStringConvertible {
        let name: String
        let manner: RuntimeManner
        let reason: String

        var testDescription: String { name }
    }

    private static let cases = [
        Case(name: "hanging", manner: .hangs, reason: "does not answer within a second"),
        Case(name: "garbage", manner: .says("\u{1}\u{2}\u{3}"), reason: "is no run-time"),
        Case(
            name: "an HTML error", manner: .says("HTTP/1.1 500 No\r\n\r\n<html>Error</html>"),
            reason: "HTTP status 500"),
        Case(
            name: "an HTML page", manner: .says("HTTP/1.1 200 OK\r\n\r\n<html>Hello</html>"),
            reason: "is no run-time"),
        Case(
            name: "401", manner: .protects(credentials: "x", []),
            reason: "wants a user and a password"),
        Case(name: "10 MB", manner: .floods(10 << 20), reason: "says more than 1048576 bytes"),
        Case(
            name: "half an answer",
            manner: .says("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n/*JSON:devices*/{\"hasp"),
            reason: "its answer broke off"),
    ]

    @Test(arguments: cases)
    func `a run-time that fails is told, and other keys are not affected`(
        failing: Case
    ) async throws {
        try await SentinelSite.with(failing.manner) { site in
            site.bus.plug(.hasp(port: "1-2"))
            site.bus.plug(.licenseKey(serial: "A", port: "1-3"))
            let began = ContinuousClock.now
            let keys = await site.commands.keybound("keys", "list", "--json").json?["keys"]?
                .elements
            #expect(.now - began < .milliseconds(1500))
            #expect(Set(keys?.map { $0["state"]?.text } ?? []) == ["needsRuntime", "ready"])
            let reason = keys?.compactMap { $0["reason"]?.text }.first ?? ""
            #expect(reason.contains(failing.reason), "\(reason)")
            #expect(reason.contains("nly its maker's run-time knows its ID"), "\(reason)")
            #expect(reason.contains("Meanwhile"))
            try await site.commands.install(bind: "key:hasp:7")
            try await site.commands.install(bind: "key:usb:0a89-0002:A")
            #expect(await site.verdict().sorted() == ["KEY_NO_ACCESS", "accepted"])
        }
    }

    @Test func `a run-time that is not installed is told, with where to get it`() async throws {
        try await SentinelSite.with(.hangs) { site in
            site.runtime.stop()
            site.bus.plug(.hasp(port: "1-2"))
            try await site.commands.install(bind: "key:hasp:7")
            // The listener is closed by its own thread.
            while await site.reason().contains("within a second") {}
            let reason = await site.reason()
            #expect(reason.contains("No run-time takes a connection at 127.0.0.1:"))
            #expect(reason.contains("Get the Sentinel LDK run-time (aksusbd)"))
            #expect(reason.contains("Meanwhile a spare key of the license takes its place"))
            let refused = await site.commands.keybound("license", "verify")
            #expect(refused.code == 3)
            #expect(refused.output.contains("KEY_NO_ACCESS"))
            #expect(refused.output.contains("keybound keys list"))
        }
    }

    @Test(arguments: [
        (#""runtime": {"address": "localhost"}"#, "runtime.address must be an IP address"),
        (#""runtime": {"port": 0}"#, "runtime.port must be an integer from 1 to 65535"),
        (
            #""runtime": {"address": "172.17.0.1", "passwordFile": "/etc/password"}"#,
            "would cross the network"
        ),
        (#""runtime": {"passwordFile": "secret"}"#, "must be an absolute path"),
        (#""runtime": {"url": "x"}"#, "url must be one of"),
        (#""library": {"path": "/lib.so"}"#, "library.vendorCodeFile must be a value"),
        (#""library": {"path": "lib.so", "vendorCodeFile": "/code"}"#, "an absolute path"),
        (#""libary": {}"#, "libary must be one of"),
    ])
    func `settings that are wrong are told, and hide no key`(
        members: String, reason: String
    ) async throws {
        try await SentinelSite.with(.serves(.new, [])) { site in
            try site.set(members)
            site.bus.plug(.licenseKey(serial: "A", port: "1-3"))
            let result = await site.commands.keybound("keys", "list")
            #expect(result.code == 0)
            #expect(result.output.contains("usb:0a89-0002:A"))
            #expect(result.diagnostics.contains(reason), "\(result.diagnostics)")
        }
    }
}
