import FoundationEssentials
@testable import LicenseBinding
import RecordedMachines
import Testing

struct MachineLicenseTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let changes: [MachineChange]
        let isStrictlyRefused: Bool
        let make: @Sendable (RecordedMachine) throws -> Void
    }

    private static let rows = [
        Case(
            testDescription: "disk added", changes: [.added(.disk, name: "New N1")],
            isStrictlyRefused: false
        ) { try $0.plug(.nvme("nvme1n1", model: "New", serial: "N1")) },
        Case(
            testDescription: "memory grown",
            changes: [.memoryGrown(from: 126 << 30, to: 252 << 30)], isStrictlyRefused: false
        ) { try $0.setMemory(kilobytes: 264_000_000) },
        Case(
            testDescription: "disk removed",
            changes: [.missing(.disk, name: "Samsung SSD 870 S6PTNM0T100002")],
            isStrictlyRefused: true
        ) { try $0.unplug(disk: "sdb") },
        Case(
            testDescription: "memory shrunk",
            changes: [.memoryShrunk(from: 126 << 30, to: 63 << 30)], isStrictlyRefused: true
        ) { try $0.setMemory(kilobytes: 66_000_000) },
        Case(
            testDescription: "host renamed",
            changes: [.missing(.hostName, name: "server"), .added(.hostName, name: "renamed")],
            isStrictlyRefused: true
        ) { try $0.rename(to: "renamed") },
    ]

    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    /// The verdict on a license of the server as it was, on the server as it is after a change.
    private func verdict(
        _ policy: MachineBinding.Policy, after change: (RecordedMachine) throws -> Void
    ) throws -> Verdict {
        let machine = try RecordedMachine.server()
        let bound = machine.read()
        try change(machine)
        return verdict(policy, of: bound, on: machine.read())
    }

    private func verdict(
        _ policy: MachineBinding.Policy, of bound: MachineParameters, on machine: MachineParameters
    ) -> Verdict {
        let binding = MachineBinding(bound, policy: policy, salt: [UInt8](repeating: 7, count: 16))
        let license = License(
            publisher: "Publisher", issuedAt: Self.now, id: LicenseID(random: [1, 2, 3]),
            licensee: Licensee(name: "Site"), product: Product(id: "product"),
            binding: Binding(mode: .machine, machine: binding))
        var evidence = Evidence(time: Self.now)
        evidence.machine = machine
        evidence.snapshot = bound
        return LicenseVerifier.verdict(
            on: SignedLicense(license: license, issuingKey: "key", root: "root"), given: evidence)
    }

    private func warnings(of verdict: Verdict) throws -> [Warning] {
        guard case .accepted(let license) = verdict else {
            Issue.record("not accepted: \(verdict)")
            return []
        }
        return license.warnings
    }

    @Test(arguments: MachineBinding.Policy.allCases)
    func `the same computer is accepted without a word`(_ policy: MachineBinding.Policy) throws {
        #expect(try warnings(of: verdict(policy) { _ in }) == [])
    }

    @Test(arguments: rows)
    func `a strict license is refused for what is missing, and names it`(_ row: Case) throws {
        let verdict = try verdict(.strict, after: row.make)
        if row.isStrictlyRefused {
            let losses = row.changes.filter(\.isLoss)
            #expect(verdict == .refused([.machineChanged(losses, .strict)]))
        } else {
            #expect(try warnings(of: verdict) == [.machineChanged(row.changes)])
        }
    }

    @Test(arguments: rows)
    func `a tolerant license is accepted with a warning`(_ row: Case) throws {
        let verdict = try verdict(.tolerant, after: row.make)
        #expect(try warnings(of: verdict) == [.machineChanged(row.changes)])
    }

    @Test func `two missing parts are too many for a tolerant license`() throws {
        let verdict = try verdict(.tolerant) { machine in
            try machine.unplug(disk: "sda")
            try machine.unplug(adapter: "eno2")
            try machine.rename(to: "renamed")
        }
        let losses: [MachineChange] = [
            .missing(.networkAdapter, name: "ac:1f:6b:00:00:02"),
            .missing(.disk, name: "Samsung SSD 870 S6PTNM0T100001"),
        ]
        #expect(verdict == .refused([.machineChanged(losses, .tolerant)]))
    }

    @Test func `a second processor that is taken out is missing`() throws {
        let model = "Intel(R) Xeon(R) Silver 4208 CPU @ 2.10GHz"
        let verdict = try verdict(.strict) { try $0.fit(processors: [model]) }
        let loss = MachineChange.missing(.processor, name: "\(model) #2")
        #expect(verdict == .refused([.machineChanged([loss], .strict)]))
    }

    @Test(arguments: MachineBinding.Policy.allCases)
    func `another computer is refused`(_ policy: MachineBinding.Policy) throws {
        let laptop = try RecordedMachine.laptop().read()
        let server = try RecordedMachine.server().read()
        guard case .refused(let reasons) = verdict(policy, of: server, on: laptop) else {
            Issue.record("accepted")
            return
        }
        #expect(reasons.map(\.code) == ["MACHINE_CHANGED"])
    }
}
