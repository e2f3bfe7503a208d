import LicenseBinding
import TestPublisher
import Testing

struct MachineRuleTests {
    private func verdict(
        _ policy: MachineBinding.Policy, on machine: MachineParameters,
        snapshot: MachineParameters? = nil
    ) throws -> Verdict {
        let binding = Binding(mode: .machine, machine: .sample(policy))
        var evidence = Evidence.sample([])
        evidence.machine = machine
        evidence.snapshot = snapshot
        let signed = try TestPublisher().signed(.sample(binding: binding))
        return LicenseVerifier.verdict(on: signed, given: evidence)
    }

    private static let counted: [MachinePart] = [
        .systemID, .board, .firmware, .processor, .networkAdapter, .disk,
    ]
    private static let uncounted: [MachinePart] = [.osName, .osVersion, .installDate, .hostName]

    @Test func `the bound machine is accepted without a word`() throws {
        #expect(try verdict(.tolerant, on: .sample).warnings == [])
        #expect(try verdict(.strict, on: .sample).warnings == [])
    }

    @Test(arguments: MachinePart.allCases)
    func `strict refuses any missing part and tolerant names one`(part: MachinePart) throws {
        let kept = MachineParameters.sample.values[part]?.dropLast() ?? []
        let gone = try #require(MachineParameters.sample.values[part]?.last)
        let machine = MachineParameters.sample(changing: [part: Array(kept)])
        #expect(
            try verdict(.strict, on: machine).refusals
                == [.machineChanged([.missing(part, name: nil)], .strict)])
        #expect(
            try verdict(.tolerant, on: machine, snapshot: .sample).warnings
                == [.machineChanged([.missing(part, name: gone)])])
    }

    @Test func `tolerant refuses two missing parts and names both`() throws {
        for first in Self.counted {
            for second in Self.counted where second != first {
                let machine = MachineParameters.sample(changing: [first: ["?"], second: ["?"]])
                let verdict = try verdict(.tolerant, on: machine)
                #expect(verdict.codes == ["MACHINE_CHANGED"])
            }
        }
        let machine = MachineParameters.sample(changing: [.disk: []])
        let refusal = try verdict(.tolerant, on: machine, snapshot: .sample).refusals.first
        guard case .machineChanged(let changes, .tolerant)? = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        let disks = ["Example Disk A1", "Example Disk B2"]
        #expect(Set(changes) == Set(disks.map { .missing(.disk, name: $0) }))
    }

    @Test func `tolerant counts no names, versions and dates of the system`() throws {
        var parts = Dictionary(uniqueKeysWithValues: Self.uncounted.map { ($0, ["new"]) })
        let verdict = try verdict(.tolerant, on: .sample(changing: parts))
        #expect(verdict.warnings?.map(\.code) == ["MACHINE_CHANGED"])
        parts[.board] = ["new"]
        #expect(try self.verdict(.tolerant, on: .sample(changing: parts)).codes.isEmpty)
    }

    @Test(arguments: [MachineBinding.Policy.strict, .tolerant])
    func `what was added is named and refuses nothing`(policy: MachineBinding.Policy) throws {
        let disks = ["Example Disk A1", "Example Disk B2", "New 1", "New 2"]
        let machine = MachineParameters.sample(changing: [.disk: disks], memory: 32 << 30)
        #expect(
            try verdict(policy, on: machine).warnings == [
                .machineChanged([
                    .added(.disk, name: "New 1"), .added(.disk, name: "New 2"),
                    .memoryGrown(from: 16 << 30, to: 32 << 30),
                ])
            ])
    }

    @Test func `memory that shrank counts as one part`() throws {
        let shrunk = MachineChange.memoryShrunk(from: 16 << 30, to: 8 << 30)
        let less = MachineParameters.sample(changing: [:], memory: 8 << 30)
        #expect(
            try verdict(.strict, on: less).refusals == [.machineChanged([shrunk], .strict)])
        #expect(try verdict(.tolerant, on: less).warnings == [.machineChanged([shrunk])])
        let both = MachineParameters.sample(changing: [.board: []], memory: 8 << 30)
        #expect(try verdict(.tolerant, on: both).codes == ["MACHINE_CHANGED"])
    }

    @Test func `one GiB less of many is no change`() throws {
        for policy in MachineBinding.Policy.allCases {
            let machine = MachineParameters.sample(changing: [:], memory: 15 << 30)
            #expect(try verdict(policy, on: machine).warnings == [])
        }
        func changes(_ old: Int64, _ new: Int64) -> [MachineChange] {
            MachineComparison.changes(
                from: MachineParameters(values: [:], memory: old << 30),
                to: MachineParameters(values: [:], memory: new << 30))
        }
        #expect(changes(4, 3).isEmpty)
        #expect(changes(4, 2) == [.memoryShrunk(from: 4 << 30, to: 2 << 30)])
        #expect(changes(3, 2) == [.memoryShrunk(from: 3 << 30, to: 2 << 30)])
    }

    @Test func `of two equal processors one may be missed`() throws {
        let machine = MachineParameters.sample(changing: [.processor: ["Example CPU 8"]])
        #expect(
            try verdict(.strict, on: machine, snapshot: .sample).refusals
                == [.machineChanged([.missing(.processor, name: "Example CPU 8 #2")], .strict)])
    }

    @Test func `a key license on another computer says what is different`() throws {
        let license = try TestPublisher().signed(.sample())
        var evidence = Evidence.sample
        evidence.snapshot = .sample
        #expect(LicenseVerifier.verdict(on: license, given: evidence).warnings == [])
        evidence.machine = .sample(changing: [
            .hostName: ["workplace-2"], .board: ["Example Board 8"],
        ])
        let warnings = LicenseVerifier.verdict(on: license, given: evidence).warnings
        #expect(
            warnings == [
                .machineChanged([
                    .missing(.hostName, name: "workplace-1"),
                    .added(.hostName, name: "workplace-2"),
                    .missing(.board, name: "Example Board 7"),
                    .added(.board, name: "Example Board 8"),
                ])
            ])
        #expect(warnings?.map(\.code) == ["MACHINE_CHANGED"])
    }
}
