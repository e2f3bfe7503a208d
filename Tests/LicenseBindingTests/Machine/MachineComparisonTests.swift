import LicenseBinding
import TestPublisher
import Testing

struct MachineComparisonTests {
    @Test func `a machine is equal to itself`() {
        #expect(MachineComparison.changes(from: .sample, to: .sample).isEmpty)
        #expect(MachineComparison.changes(from: .sample(), to: .sample).isEmpty)
    }

    @Test func `what is gone and what is new is named`() {
        let machine = MachineParameters.sample(
            changing: [.disk: ["Example Disk A1", "New"]], memory: 8 << 30)
        let expected: [MachineChange] = [
            .missing(.disk, name: "Example Disk B2"), .added(.disk, name: "New"),
            .memoryShrunk(from: 16 << 30, to: 8 << 30),
        ]
        #expect(MachineComparison.changes(from: .sample, to: machine) == expected)
        #expect(
            MachineComparison.changes(from: .sample(), to: machine, snapshot: .sample) == expected)
    }

    @Test func `without a snapshot the missing part has no name`() {
        let machine = MachineParameters.sample(changing: [.board: []])
        #expect(
            MachineComparison.changes(from: .sample(), to: machine) == [.missing(.board, name: nil)]
        )
    }

    @Test func `only losses count and of these only hardware`() {
        #expect(MachineChange.missing(.hostName, name: nil).isLoss)
        #expect(!MachineChange.missing(.hostName, name: nil).isCountedLoss)
        #expect(MachineChange.missing(.disk, name: nil).isCountedLoss)
        #expect(MachineChange.memoryShrunk(from: 2, to: 1).isCountedLoss)
        #expect(!MachineChange.added(.disk, name: "New").isLoss)
        #expect(!MachineChange.memoryGrown(from: 1, to: 2).isLoss)
    }
}
