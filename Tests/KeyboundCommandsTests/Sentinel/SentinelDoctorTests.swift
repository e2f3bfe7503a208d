import CommandRuns
import LicenseBinding
import RecordedMachines
import SimulatedBus
import SimulatedDevices
import SimulatedRuntime
import TestRings
import Testing

/// The doctor on a computer with a HASP key.
@Suite(.simulatedBus, .timeLimit(.minutes(5))) struct SentinelDoctorTests {
    /// The findings about the run-time, as `level found`.
    private func runtime(
        _ site: SentinelSite, listener user: Int = 0, port: UInt16? = nil
    ) async throws -> [String] {
        let computer = try DoctoredComputer()
        let digits = String(Int(port ?? site.runtime.port) + 0x10000, radix: 16, uppercase: true)
        try computer.machine.write(
            "0: 0100007F:\(digits.suffix(4)) 00000000:0000 0A 0:0 00:0 0 \(user) 0 1",
            to: "proc/net/tcp")
        let result = await site.commands.keybound("doctor", "--json", system: computer.root)
        return result.json?["findings"]?.elements.filter { $0["check"] == "runtime" }
            .map { "\($0["level"]?.text ?? "") \($0["found"]?.text ?? "")" } ?? []
    }

    @Test func `a run-time of root that tells of the key is well`() async throws {
        try await SentinelSite.with(.serves(.new, [.key(7)])) { site in
            site.bus.plug(.hasp())
            let findings = try await runtime(site)
            #expect(findings == ["ok the IDs of HASP and Sentinel keys are told: 1"])
        }
    }

    @Test func `a process of another user in its place is told`() async throws {
        try await SentinelSite.with(.serves(.new, [.key(7)])) { site in
            site.bus.plug(.hasp())
            let findings = try await runtime(site, listener: 1000)
            #expect(
                findings
                    == ["advice a process of the user anna answers there, and not one of root"])
            let elsewhere = try await runtime(site, listener: 1000, port: 1)
            #expect(elsewhere.first?.hasPrefix("ok") == true)
            let key = await site.commands.keybound("keys", "list", "--json").json?["keys"]?[0]
            #expect(key?["assurance"] == "identified")
        }
    }

    @Test func `a run-time that fails is to be mended`() async throws {
        try await SentinelSite.with(.says("garbage")) { site in
            site.bus.plug(.hasp())
            let findings = try await runtime(site)
            #expect(
                findings == [
                    "mend Thales HASP HL / Sentinel HL (HASP configuration) (0529:0001), needsRuntime"
                ])
        }
    }

    @Test(arguments: [
        ("", "needsRuntime"), ("key=7 encrypt=39", "busy"), ("key=7 login=53", "noAccess"),
        ("key=7 login=64", "duplicateID"),
    ])
    func `a key that opens nothing is not well`(code: String, state: String) async throws {
        try await SentinelSite.with(.serves(.new, [.placeholder])) { site in
            try site.useLibrary(code)
            site.bus.plug(.hasp())
            let findings = try await runtime(site)
            #expect(findings.count == 1)
            #expect(findings.first?.hasPrefix("mend ") == true)
            #expect(findings.first?.hasSuffix(state) == true)
        }
    }
}
