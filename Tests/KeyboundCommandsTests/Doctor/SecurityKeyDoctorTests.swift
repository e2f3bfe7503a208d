import CommandRuns
import FileSystem
import Glibc
import LicenseBinding
import RecordedMachines
import SimulatedKeys
import Testing

/// FIDO2 keys and the doctor: they are known by what they sign, and opened by another node.
struct SecurityKeyDoctorTests {
    /// A site with a license for a key in its port, and the computer's files of the key's node.
    private func withKey(
        _ body: (SimulatedKey, SimulatedPorts, CommandSite, DoctoredComputer) async throws -> Void
    ) async throws {
        let key = SimulatedKey()
        let ports = SimulatedPorts(key)
        let site = try await CommandSite.trusting()
        let enrolled = await site.keybound("keys", "enroll", "--json", ports: ports)
        let file = try #require(enrolled.json?["file"]?.text, "\(enrolled)")
        try await site.issue("key.lic", bind: "key:" + file)
        _ = try await site.install("key.lic", ports: ports)
        let computer = try DoctoredComputer()
        let interface = "sys/bus/usb/devices/1-1:1.0"
        try computer.machine.write("03", to: interface + "/bInterfaceClass")
        try computer.machine.write(
            "", to: interface + "/0003:1209:0001.0001/hidraw/hidraw7/dev")
        try computer.machine.write(
            [0x06, 0xd0, 0xf1], to: "sys/class/hidraw/hidraw7/device/report_descriptor")
        try computer.machine.write([], to: "dev/hidraw7", mode: 0o660)
        try await body(key, ports, site, computer)
    }

    private func findings(_ result: CommandResult, _ check: String) -> [JSONValue] {
        (result.json?["findings"]?.elements ?? []).filter { $0["check"]?.text == check }
    }

    private func doctor(
        _ site: CommandSite, _ ports: SimulatedPorts, _ computer: DoctoredComputer
    ) async -> CommandResult {
        await site.keybound("doctor", "--json", system: computer.root, ports: ports)
    }

    @Test func `a key that is there is well, and advice names its enrollment`() async throws {
        try await withKey { _, ports, site, computer in
            let result = await doctor(site, ports, computer)
            #expect(result.code == 0, "\(result.output)")
            let key = findings(result, "keys").first?["found"]?.text ?? ""
            #expect(key.contains("fido2:") && key.contains("ready"))
            #expect(
                findings(result, "access").first?["found"]?.text
                    == "this user may open /dev/hidraw7")
            let advice = findings(result, "store").first?["commands"]?[0]?.text ?? ""
            #expect(advice.contains("key:" + site.path("state/enrollments/fido2-")))
        }
    }

    @Test func `a strange key is no key of a license here`() async throws {
        try await withKey { _, _, site, computer in
            let result = await doctor(site, SimulatedPorts(SimulatedKey()), computer)
            #expect(result.code == 3)
            #expect(
                findings(result, "keys").map { $0["level"]?.text ?? "" } == ["ok", "mend"])
            #expect(
                findings(result, "keys").last?["found"]?.text
                    == "no key of a license here is plugged in")
            let none = await doctor(site, SimulatedPorts(), computer)
            #expect(
                findings(none, "keys").map { $0["found"]?.text ?? "" }
                    == ["no license key is plugged in"])
        }
    }

    @Test func `a key that this user may not open is told by its node`() async throws {
        try await withKey { _, _, site, computer in
            let ports = SimulatedPorts()
            ports.plug(SimulatedKey(), refusal: EACCES)
            try computer.machine.write([], to: "dev/hidraw7", mode: 0o600)
            let result = await doctor(site, ports, computer)
            #expect(result.code == 3)
            let access = findings(result, "access").first
            #expect(access?["found"]?.text?.contains("may not open /dev/hidraw7") == true)
            #expect(access?["why"]?.text?.contains("signs its proofs itself") == true)
            let udev = findings(result, "udev").first
            #expect(udev?["found"]?.text == "/dev/hidraw7: mode 0600 instead of 0660")
            // It may be the one that is needed.
            #expect(findings(result, "keys").map { $0["level"]?.text ?? "" } == ["ok"])
        }
    }

    @Test func `a copy beside its original is told for each ID`() async throws {
        try await withKey { key, _, site, computer in
            let result = await doctor(site, SimulatedPorts(key, key.copy()), computer)
            #expect(result.code == 3)
            let found = findings(result, "duplicates").map { $0["found"]?.text ?? "" }
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix("these ports show one ID: fido2:") == true)
        }
    }

    @Test func `without FIDO2 keys to know, none is disturbed`() async throws {
        let key = SimulatedKey()
        let site = try await CommandSite.trusting()
        let computer = try DoctoredComputer()
        let result = await doctor(site, SimulatedPorts(key), computer)
        #expect(
            findings(result, "keys").map { $0["found"]?.text ?? "" }
                == ["no license key is plugged in, and no license needs one"])
        #expect(result.code == 0)
    }
}
