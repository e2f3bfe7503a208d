import LicenseBinding
import TestPublisher
import Testing

struct MachineBindingTests {
    @Test func `a binding holds digests and no readable part`() throws {
        var license = License.sample()
        license.binding = Binding(mode: .machine, machine: .sample())
        let text = JSONValue.object(license.json).compact
        for value in MachineParameters.sampleValues.values.joined() {
            #expect(!text.contains(value))
        }
        #expect(text.contains("\"memory\":17179869184"))
    }

    @Test func `another salt gives other digests`() {
        let one = MachineBinding(.sample, policy: .strict, salt: [1])
        let two = MachineBinding(.sample, policy: .strict, salt: [2])
        for part in MachinePart.allCases {
            #expect(Set(one.digests[part] ?? []).isDisjoint(with: two.digests[part] ?? []))
        }
    }

    @Test func `one value as two parts has two digests`() {
        let machine = MachineParameters(values: [.board: ["x"], .disk: ["x"]], memory: 0)
        let binding = MachineBinding(machine, policy: .strict, salt: [])
        #expect(binding.digests[.board] != binding.digests[.disk])
    }

    /// Licenses in the field hold these digests: a change of the recipe would refuse them all.
    @Test func `digests never change`() {
        let machine = MachineParameters(values: [.board: ["Example Board 7"]], memory: 0)
        let binding = MachineBinding(machine, policy: .strict, salt: [1, 2, 3])
        #expect(binding.digests == [.board: ["rNznrE4OZasE6O14IQdHvw"]])
    }

    @Test func `memory is rounded to a GiB`() {
        let sizes: [(Int64, Int64)] = [
            (0, 0), ((1 << 29) - 1, 0), (1 << 29, 1 << 30), (16_655_000_000, 16 << 30),
            ((3 << 29) - 1, 1 << 30),
        ]
        for (bytes, rounded) in sizes {
            #expect(MachineParameters(values: [:], memory: bytes).memory == rounded)
        }
    }

    @Test func `equal parts are told apart and empty ones left out`() {
        let machine = MachineParameters(
            values: [.processor: ["B", "A", "B", "B"], .disk: []], memory: 0)
        #expect(machine.values == [.processor: ["A", "B", "B #2", "B #3"]])
    }
}
