import CommandRuns
import LicenseBinding
import SimulatedBus
import SimulatedDevices
import SimulatedRuntime
import TestRings
import Testing

/// Keys that a publisher's HASP API library tells of, with the stub of one.
@Suite(.simulatedBus, .timeLimit(.minutes(5))) struct HASPLibraryVerdictTests {
    private let bind = "key:hasp:7"

    /// States and verdicts with a key in the port and a library that behaves in this way.
    private func outcome(
        _ code: String, at path: String = SentinelSite.stub, _ manner: RuntimeManner? = nil
    ) async throws -> (list: [String], reason: String, verdict: [String]) {
        try await SentinelSite.with(manner ?? .serves(.new, [.placeholder])) { site in
            try site.useLibrary(code, at: path)
            site.bus.plug(.hasp())
            try await site.commands.install(bind: bind)
            return (await site.list(), await site.reason(), await site.verdict())
        }
    }

    @Test func `a key whose engine answers is ready, without any run-time service`() async throws {
        try await SentinelSite.with(.says("")) { site in
            try site.useLibrary("key=7 model=Max")
            site.bus.plug(.hasp())
            try await site.commands.install(bind: bind)
            #expect(await site.list() == ["hasp:7 1-2 ready"])
            #expect(await site.verdict() == ["accepted"])
            let tested = await site.commands.keybound("keys", "test", "hasp:7")
            #expect(tested.code == 0)
            #expect(tested.output.contains("its engine encrypted and decrypted a fresh block"))
            #expect(tested.output.contains("identified: its ID can be read, and so imitated"))
            let json = await site.commands.keybound("keys", "list", "--json").json
            #expect(json?["keys"]?[0]?["confirmed"] == .bool(true))
            #expect(json?["keys"]?[0]?["assurance"] == "identified")
        }
    }

    @Test(arguments: [
        ("", "needsRuntime", "knows no key", "KEY_NO_ACCESS"),
        ("key=7 encrypt=39", "busy", "hasp_encrypt gave 39", "KEY_BUSY"),
        ("key=7 login=43", "busy", "hasp_login_scope gave 43", "KEY_BUSY"),
        ("key=7 garble", "busy", "wrong answer to hasp_decrypt", "KEY_BUSY"),
        ("key=7 login=53", "noAccess", "hasp_login_scope gave 53", "KEY_NO_ACCESS"),
        ("key=7 login=34", "needsRuntime", "is not the one for these keys", "KEY_NO_ACCESS"),
        ("key=7 login=64", "duplicateID", "is a copy", "KEY_CLONE_SUSPECTED"),
        ("info=22", "needsRuntime", "hasp_get_info gave 22", "KEY_NO_ACCESS"),
        ("info=14", "needsRuntime", "run-time is missing or too old", "KEY_NO_ACCESS"),
    ])
    func `a key that does not pass says why, and opens nothing`(
        code: String, state: String, reason: String, refusal: String
    ) async throws {
        let outcome = try await outcome(code)
        #expect(outcome.list.first?.hasSuffix(" " + state) == true, "\(outcome)")
        #expect(outcome.reason.contains(reason), "\(outcome)")
        #expect(outcome.verdict == [refusal])
    }

    @Test func `a key that cannot encrypt is ready all the same`() async throws {
        #expect(try await outcome("key=7 encrypt=23").verdict == ["accepted"])
    }

    @Test func `a library without a call, or that is not there, is told`() async throws {
        let lacking = try await outcome("key=7", at: SentinelSite.partStub)
        #expect(lacking.reason.contains("has no hasp_get_sessioninfo"))
        #expect(lacking.verdict == ["KEY_NO_ACCESS"])
        let absent = try await outcome("key=7", at: "/nonexistent/library.so")
        #expect(absent.reason.contains("No such file or directory"))
        #expect(absent.verdict == ["KEY_NO_ACCESS"])
    }

    @Test func `what the key's engine says goes before what the run-time lists`() async throws {
        let listed = RuntimeManner.serves(.new, [.key(7)])
        #expect(try await outcome("key=7 encrypt=39", listed).verdict == ["KEY_BUSY"])
        #expect(try await outcome("key=7 login=7", listed).verdict == ["KEY_NO_ACCESS"])
        #expect(
            try await outcome("key=9", .serves(.new, [.key(7), .key(9)])).verdict == ["KEY_WRONG"])
    }

    @Test func `a key of another publisher is the run-time's to tell`() async throws {
        #expect(try await outcome("", .serves(.new, [.key(7)])).verdict == ["accepted"])
    }

    @Test func `a library that hangs is given up, and what the run-time tells counts`() async throws
    {
        let outcome = try await outcome("hang", .serves(.new, [.key(7)]))
        #expect(outcome.list == ["hasp:7 1-2 ready"])
        #expect(outcome.verdict == ["accepted"])
    }
}
