import CommandRuns
import FileSystem
import Foundation
import RecordedMachines
import SimulatedBus
import SimulatedDevices
import TestRings
import Testing

/// Licenses of a machine, on recorded computers.
@Suite(.simulatedBus, .timeLimit(.minutes(5))) struct MachineVerdictTests {
    /// A change of the recorded laptop.
    enum Change: CaseIterable {
        case diskAdded, memoryGrown, diskRemoved, memoryShrunk, hostRenamed

        func apply(to machine: RecordedMachine) throws {
            switch self {
            case .diskAdded: try machine.plugSATA("sda", model: "New disk", serial: "N1")
            case .memoryGrown: try machine.setMemory(kilobytes: 32_900_000)
            case .diskRemoved: try machine.unplug(disk: "nvme0n1")
            case .memoryShrunk: try machine.setMemory(kilobytes: 8_000_000)
            case .hostRenamed: try machine.write("other", to: "etc/hostname")
            }
        }

        /// What a refusal or a warning names.
        var name: String {
            switch self {
            case .diskAdded: "disk New disk N1 is new"
            case .memoryGrown: "memory grew from 15 GiB to 31 GiB"
            case .diskRemoved: "disk Samsung SSD 980 1TB S5GXNX0R123456 is gone"
            case .memoryShrunk: "memory shrank from 15 GiB to 8 GiB"
            case .hostRenamed: "host name laptop is gone"
            }
        }

        var isLoss: Bool {
            switch self {
            case .diskAdded, .memoryGrown: false
            case .diskRemoved, .memoryShrunk, .hostRenamed: true
            }
        }
    }

    /// A site with a license for a laptop.
    private func site(_ policy: String, _ laptop: RecordedMachine) async throws -> CommandSite {
        let site = try await CommandSite.trusting()
        let root = laptop.sysroot.path
        let snapshot = await site.keybound(
            "machine", "snapshot", "-o", site.path("machine.json"), "--sysroot", root)
        #expect(snapshot.code == 0)
        try await site.issue(
            "a.lic", bind: "machine:" + site.path("machine.json"), ["--machine-policy", policy])
        let installed = await site.keybound(
            "license", "install", site.path("a.lic"), "--sysroot", root)
        #expect(installed.code == 0)
        return site
    }

    @Test(arguments: Change.allCases)
    func `strict refuses what is missing, with the part named, and accepts what was added`(
        _ change: Change
    ) async throws {
        let laptop = try RecordedMachine.laptop()
        let site = try await site("strict", laptop)
        try change.apply(to: laptop)
        let result = await site.keybound(
            "license", "verify", "--sysroot", laptop.sysroot.path)
        #expect(result.code == (change.isLoss ? 3 : 0))
        #expect(result.output.contains("MACHINE_CHANGED") == change.isLoss)
        #expect(result.output.contains(change.name))
    }

    @Test(arguments: Change.allCases)
    func `tolerant accepts one change, with a warning that names it`(
        _ change: Change
    ) async throws {
        let laptop = try RecordedMachine.laptop()
        let site = try await site("tolerant", laptop)
        try change.apply(to: laptop)
        let result = await site.keybound(
            "license", "verify", "--sysroot", laptop.sysroot.path)
        #expect(result.code == 0)
        #expect(result.output.contains("warning"))
        #expect(result.output.contains(change.name))
    }

    @Test func `tolerant refuses two missing hardware parts`() async throws {
        let laptop = try RecordedMachine.laptop()
        let site = try await site("tolerant", laptop)
        try Change.diskRemoved.apply(to: laptop)
        try Change.memoryShrunk.apply(to: laptop)
        let result = await site.keybound(
            "license", "verify", "--sysroot", laptop.sysroot.path)
        #expect(result.code == 3)
        #expect(result.output.contains(Change.diskRemoved.name))
        #expect(result.output.contains(Change.memoryShrunk.name))
    }

    @Test func `a license of key or machine holds by either`() async throws {
        try await SimulatedBus.exclusively { bus in
            let (laptop, server) = (try RecordedMachine.laptop(), try RecordedMachine.server())
            let site = try await CommandSite.trusting()
            let file = site.path("machine.json")
            _ = await site.keybound(
                "machine", "snapshot", "-o", file, "--sysroot", laptop.sysroot.path)
            try await site.install(bind: "key-or-machine:usb:0a89-0002:A,\(file)")
            func code(_ machine: RecordedMachine) async -> Int32 {
                await site.keybound("license", "verify", "--sysroot", machine.sysroot.path).code
            }
            #expect(await code(laptop) == 0)
            #expect(await code(server) == 3)
            bus.plug(.licenseKey(serial: "A"))
            #expect(await code(server) == 0)
        }
    }

    @Test func `compare tells what is gone and what is new`() async throws {
        let laptop = try RecordedMachine.laptop()
        let site = try await site("tolerant", laptop)
        let list = await site.keybound("license", "list", "--json")
        let id = try #require(list.json?["licenses"]?[0]?["id"]?.text)
        try Change.hostRenamed.apply(to: laptop)
        let result = await site.keybound(
            "machine", "compare", id, "--sysroot", laptop.sysroot.path)
        #expect(result.code == 0)
        #expect(result.output == "- host name laptop is gone\n+ host name other is new\n")
    }

    @Test func `show lists every part of a computer`() async throws {
        let laptop = try RecordedMachine.laptop()
        let site = try CommandSite()
        let result = await site.keybound("machine", "show", "--sysroot", laptop.sysroot.path)
        #expect(result.code == 0)
        #expect(result.output.contains("disk              Samsung SSD 980 1TB S5GXNX0R123456"))
        #expect(result.output.contains("a0:88:b4:00:11:22"))
        #expect(!result.output.contains("b2:0f:ee:aa:bb:cc"))
    }

    @Test func `a folder without a computer gives no snapshot`() async throws {
        let site = try CommandSite()
        let file = site.path("machine.json")
        let empty = await site.keybound(
            "machine", "snapshot", "-o", file, "--sysroot", site.folder)
        #expect(empty.code == 1)
        let none = await site.keybound(
            "machine", "snapshot", "-o", file, "--sysroot", site.path("none"))
        #expect(none.code == 64)
    }

    @Test func `a license for a computer without parts is not issued`() async throws {
        let site = try await CommandSite.trusting()
        let empty =
            #"{"format": "keybound machine 1", "taken": "2027-01-31T12:00:00Z","#
            + #" "memory": 0, "parameters": {}}"#
        try site.write(empty, to: "machine.json")
        await #expect(throws: CommandSite.Failure.self) {
            try await site.issue("a.lic", bind: "machine:" + site.path("machine.json"))
        }
    }
}
