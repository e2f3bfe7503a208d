import CommandRuns
import FileSystem
import Foundation
import LicenseBinding
import RecordedMachines
import SimulatedBus
import SimulatedDevices
import SystemInspection
import TestRings
import Testing

/// The command as a whole, with real libusb on a simulated bus.
@Suite(.simulatedBus, .timeLimit(.minutes(5))) struct DoctorTests {
    private let bind = "key:usb:0a89-0002:A"
    private let spare = ["--spare", "usb:0a89-0002:B"]

    /// A computer where all is well, with a license for the key that is plugged in.
    private func withKey(
        _ body: (SimulatedBus, SimulatedPlug, DoctoredComputer, CommandSite) async throws -> Void
    ) async throws {
        try await SimulatedBus.exclusively { bus in
            let plug = bus.plug(.licenseKey(serial: "A", port: "1-4"))
            let computer = try DoctoredComputer()
            try computer.show(plug)
            let site = try await CommandSite.trusting()
            try await site.install(bind: bind, spare)
            try await body(bus, plug, computer, site)
        }
    }

    /// The findings of a check that are not ok, as `level subject`.
    private func findings(_ result: CommandResult, _ check: String) -> [String] {
        guard case .array(let all) = result.json?["findings"] else { return [] }
        return all.filter { $0["check"]?.text == check && $0["level"] != "ok" }
            .map { "\($0["level"]?.text ?? "") \($0["subject"]?.text ?? "-")" }
    }

    @Test func `all well is 0, with one line for each check`() async throws {
        try await withKey { _, _, computer, site in
            let result = await site.keybound("doctor", system: computer.root)
            #expect(result.code == 0)
            let lines = result.output.split(separator: "\n")
            #expect(lines.count == 14)
            #expect(lines.dropLast().allSatisfy { $0.hasPrefix("ok       ") })
            #expect(lines.last == "All well.")
            #expect(
                result.output.contains(
                    "ok       keys        1-4: usb:0a89-0002:A, Aktiv Guardant ID"))
            #expect(result.diagnostics.isEmpty)
        }
    }

    @Test func `the document has the shape that scripts rely on`() async throws {
        try await withKey { _, _, computer, site in
            let result = await site.keybound("doctor", "--json", system: computer.root)
            #expect(result.code == 0)
            #expect(result.json?["healthy"] == .bool(true))
            guard case .array(let findings) = result.json?["findings"] else {
                Issue.record("no findings")
                return
            }
            let checks = findings.compactMap { $0["check"]?.text }
            #expect(
                checks == [
                    "usb", "keys", "access", "udev", "held", "driver", "runtime", "hub", "virtual",
                    "duplicates", "clock", "store", "publishers",
                ])
            let expected = JSONObject([
                "check": "usb", "level": "ok", "subject": .null,
                "found": "USB is there; devices: 1", "why": "", "commands": .array([]),
            ])
            #expect(findings.first == .object(expected))
        }
    }

    @Test func `something to mend is 3, with the commands ready to copy`() async throws {
        try await withKey { bus, _, computer, site in
            let plug = bus.plug(
                .licenseKey(serial: "X", port: "1-5").with {
                    $0.isCached = false
                    $0.node = .forbidden
                })
            try computer.show(plug, mode: 0o600)
            let result = await site.keybound("doctor", system: computer.root)
            #expect(result.code == 3)
            #expect(
                result.output.contains("\nmend     access      1-5: this user may not open /dev/"))
            #expect(
                result.output.contains(
                    "\n                       sudo udevadm control --reload && sudo udevadm trigger "
                        + "--subsystem-match=usb --subsystem-match=hidraw\n"))
            #expect(result.output.hasSuffix("\n2 things to mend.\n"))
            let json = await site.keybound("doctor", "--json", system: computer.root)
            #expect(json.code == 3)
            #expect(json.json?["healthy"] == .bool(false))
            #expect(findings(json, "access") == ["mend 1-5"])
            #expect(findings(json, "udev") == ["mend 1-5"])
            #expect(findings(json, "held") == [])
        }
    }

    @Test func `what only cannot be seen leaves 0`() async throws {
        try await withKey { _, _, computer, site in
            try computer.machine.link("dev/kmsg", to: "kmsg")
            let result = await site.keybound("doctor", system: computer.root)
            #expect(result.code == 0)
            #expect(result.output.contains("\nunknown  hub         the kernel's log"))
            #expect(result.output.hasSuffix("\nAll well, as far as it could be seen.\n"))
        }
    }

    @Test func `advice leaves 0`() async throws {
        try await withKey { _, _, computer, site in
            let id = try await site.install(bind: bind)
            let result = await site.keybound("doctor", "--json", system: computer.root)
            #expect(result.code == 0)
            #expect(findings(result, "store") == ["advice \(id)"])
        }
    }

    @Test func `an unplugged key is told where a license needs it`() async throws {
        try await withKey { bus, plug, computer, site in
            bus.unplug(plug)
            try computer.log("usb 1-4: USB disconnect, device number 2")
            let result = await site.keybound("doctor", "--json", system: computer.root)
            #expect(result.code == 3)
            #expect(findings(result, "keys") == ["mend -"])
            #expect(findings(result, "hub") == ["mend 1-4"])
            let bare = try await CommandSite.trusting()
            #expect(await bare.keybound("doctor", system: computer.root).code == 0)
        }
    }

    @Test func `what holds, drives and resets a key is read below the root`() async throws {
        try await withKey { bus, _, computer, site in
            let plug = bus.plug(
                .licenseKey(serial: "X", port: "1-5").with {
                    $0.isCached = false
                    $0.answers[.string(3)] = .stall
                })
            try computer.show(plug)
            let interface = "sys/bus/usb/devices/1-5:1.0/"
            try computer.machine.write("ff", to: interface + "bInterfaceClass")
            try computer.machine.link(interface + "driver", to: "../../../drivers/ftdi_sio")
            try computer.machine.link("proc/612/fd/9", to: "/" + computer.node(plug))
            try computer.machine.write("aksusbd", to: "proc/612/comm")
            try computer.machine.write("2", to: "sys/bus/usb/devices/1-5/port/over_current_count")
            try computer.log("usb 1-4: reset full-speed USB device number 2 using xhci_hcd")
            let result = await site.keybound("doctor", "--json", system: computer.root)
            #expect(findings(result, "held") == ["mend 1-5"])
            #expect(findings(result, "driver") == ["mend 1-5:1.0"])
            #expect(findings(result, "hub") == ["mend 1-5", "advice 1-4"])
            #expect(result.output.contains("aksusbd (process 612"))
        }
    }

    @Test func `files of the store, the clock and a second key are looked at`() async throws {
        try await withKey { bus, _, computer, site in
            let twin = bus.plug(.licenseKey(serial: "A", port: "1-5"))
            try computer.show(twin)
            _ = await site.keybound("license", "verify")
            let names = try FileManager.default.contentsOfDirectory(
                atPath: site.path("state/licenses"))
            try FileManager.default.copyItem(
                atPath: site.path("state/licenses/" + names[0]),
                toPath: site.path("state/licenses/copy.lic"))
            try site.write("none", to: "state/licenses/broken.lic")
            try site.write("none", to: "state/publishers/broken.jwk")
            site.setClock(CommandSite.start - 3 * 86400)
            let result = await site.keybound("doctor", "--json", system: computer.root)
            #expect(result.code == 3)
            #expect(
                findings(result, "store") == [
                    "mend \(site.path("state/licenses/broken.lic"))",
                    "mend \(names[0].dropLast(4))",
                ])
            #expect(
                findings(result, "publishers")
                    == ["mend \(site.path("state/publishers/broken.jwk"))"])
            #expect(findings(result, "clock") == ["mend -"])
            #expect(findings(result, "duplicates") == ["mend 1-4, 1-5"])
        }
    }

    @Test func `a license that was replaced asks for nothing`() async throws {
        try await withKey { _, _, computer, site in
            try await site.issue("old.lic", bind: "key:usb:0a89-0002:C")
            let old = try await site.install("old.lic")
            #expect(
                findings(await site.keybound("doctor", "--json", system: computer.root), "store")
                    == ["advice \(old)"])
            let rebound = await site.center(
                "rebind", site.path("old.lic"), "--to-key", "usb:0a89-0002:A", "-o",
                site.path("new.lic"))
            #expect(rebound.code == 0)
            let new = try await site.install("new.lic")
            #expect(
                findings(await site.keybound("doctor", "--json", system: computer.root), "store")
                    == ["advice \(new)"])
        }
    }

    @Test func `licenses of publishers that are not trusted are told`() async throws {
        try await withKey { _, _, computer, site in
            try FileManager.default.removeItem(atPath: site.path("state/publishers"))
            let result = await site.keybound("doctor", "--json", system: computer.root)
            #expect(result.code == 3)
            #expect(findings(result, "publishers") == ["mend -"])
        }
    }

    @Test func `nothing is changed and nothing is made`() async throws {
        try await withKey { _, _, computer, site in
            let folders = [site.folder, computer.root.path]
            func files() throws -> [String] {
                try folders.flatMap { folder in
                    try FileManager.default.subpathsOfDirectory(atPath: folder).sorted().map {
                        name in
                        let path = folder + "/" + name
                        let date = try FileManager.default.attributesOfItem(atPath: path)[
                            .modificationDate]
                        return "\(path) \(String(describing: date))"
                    }
                }
            }
            let before = try files()
            #expect(await site.keybound("doctor", system: computer.root).code == 0)
            #expect(try files() == before)
            let empty = try CommandSite()
            #expect(await empty.keybound("doctor", system: computer.root).code == 0)
            #expect(!FileManager.default.fileExists(atPath: empty.path("state")))
        }
    }

    @Test func `hostile files neither hang nor trap it, and steer no terminal`() async throws {
        try await withKey { _, plug, computer, site in
            let junk = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 >> 3) }
            for name in [
                "proc/self/status", "etc/passwd", "etc/group", "etc/udev/rules.d/70-keybound.rules",
                "run/udev/data/c189:1", "dev/kmsg", "proc/cpuinfo", "run/systemd/container",
                "sys/class/dmi/id/sys_vendor", "sys/bus/usb/devices/1-4:1.0/bInterfaceClass",
            ] {
                try computer.machine.write(junk, to: name)
            }
            try computer.machine.link("sys/bus/usb/devices/1-4:1.0/driver", to: "a\u{1b}[2J/b\u{7}")
            try computer.machine.link("proc/77/fd/1", to: "/" + computer.node(plug))
            try computer.machine.write("\u{1b}[2J\nx", to: "proc/77/comm")
            for arguments in ["--json", "--state-dir=" + site.path("state")] {
                let result = await site.keybound("doctor", arguments, system: computer.root)
                #expect([0, 3].contains(result.code))
                #expect(!result.output.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
            }
            for name in [
                "etc/group", "dev/kmsg", "proc/cpuinfo", "etc/udev/rules.d/70-keybound.rules",
            ] {
                try computer.machine.pipe(name)
            }
            #expect([0, 3].contains(await site.keybound("doctor", system: computer.root).code))
        }
    }

    @Test func `a computer without USB and without licenses is well`() async throws {
        try await SimulatedBus.exclusively { _ in
            let computer = try RecordedMachine()
            let result = try await CommandSite().keybound(
                "doctor", "--json", system: computer.sysroot)
            #expect(result.code == 0)
            #expect(findings(result, "usb") == ["advice -"])
        }
    }
}
