import LicenseBinding
import TestPublisher
import Testing

struct KeyRuleTests {
    private let publisher = TestPublisher()

    private func verdict(
        _ binding: Binding, _ keys: PresentKey..., use: Evidence.Use = .start
    ) throws -> Verdict {
        let license = try publisher.signed(.sample(binding: binding))
        return LicenseVerifier.verdict(on: license, given: .sample(keys, use: use))
    }

    @Test func `the bound key is enough`() throws {
        let valid = try #require(try verdict(.sample(), .sample()).valid)
        #expect(valid.license == .sample())
        #expect(valid.keys == [.sample()])
        #expect(valid.warnings.isEmpty)
    }

    @Test func `a key in any port of any kind of hub is the same key`() throws {
        #expect(try verdict(.sample(), .sample(port: "7-4.4.1")).codes.isEmpty)
    }

    @Test func `no key is KEY_ABSENT`() throws {
        let refusals = try verdict(.sample()).refusals
        #expect(refusals.map(\.code) == ["KEY_ABSENT"])
        let shortage = try #require(refusals.first?.shortage)
        #expect(shortage.expected == [.sample()])
        #expect(shortage.quorum == 1)
        #expect(shortage.present.isEmpty && shortage.others.isEmpty)
        #expect(shortage.endedGrace == nil)
    }

    @Test func `a key of another model is named and no more`() throws {
        let other = PresentKey.sample(.hasp(7))
        let refusals = try verdict(.sample(), other).refusals
        #expect(refusals.first?.shortage?.others == [other])
    }

    @Test func `another key of the model is KEY_WRONG and both are named`() throws {
        #expect(
            try verdict(.sample(), .sample(.sample(9))).refusals
                == [.keyWrong(expected: [.sample()], found: [.sample(.sample(9))])])
        #expect(
            try verdict(.sample([.hasp(1)]), .sample(.hasp(2))).refusals
                == [.keyWrong(expected: [.hasp(1)], found: [.sample(.hasp(2))])])
    }

    @Test func `a spare stands in for the primary key with a warning`() throws {
        let binding = Binding.sample([.sample(1), .sample(2)])
        let spare = try #require(try verdict(binding, .sample(.sample(2))).valid)
        #expect(spare.keys == [.sample(2)])
        #expect(spare.warnings == [.spareInUse(.sample(2))])
        #expect(spare.warnings.map(\.code) == ["SPARE_IN_USE"])
        #expect(try verdict(binding, .sample(.sample(1))).warnings == [])
        #expect(
            try verdict(binding, .sample(.sample(2)), .sample(.sample(1), port: "1-2")).warnings
                == [])
    }

    @Test func `two of three keys make a quorum of two`() throws {
        let binding = Binding.sample([.sample(1), .sample(2), .sample(3)], quorum: 2)
        let keys = (1...3).map { PresentKey.sample(.sample($0), port: "1-\($0)") }
        for absent in 0..<3 {
            let license = try publisher.signed(.sample(binding: binding))
            var two = keys
            two.remove(at: absent)
            let verdict = LicenseVerifier.verdict(on: license, given: .sample(two))
            #expect(verdict.codes.isEmpty)
            let one = LicenseVerifier.verdict(on: license, given: .sample([keys[absent]]))
            let shortage = try #require(one.refusals.first?.shortage)
            #expect(one.codes == ["KEY_ABSENT"])
            #expect(shortage.present == [keys[absent].id])
            #expect(shortage.quorum == 2)
        }
    }

    @Test func `one key in two ports makes no quorum of two`() throws {
        let binding = Binding.sample([.sample(1), .sample(2)], quorum: 2)
        #expect(
            try verdict(binding, .sample(), .sample(port: "1-2")).codes == ["KEY_CLONE_SUSPECTED"])
    }

    @Test func `a strange key beside the bound one is no obstacle`() throws {
        #expect(
            try verdict(.sample(), .sample(.sample(9)), .sample(port: "1-2")).codes.isEmpty)
        #expect(
            try verdict(.sample(), .sample(nil, state: .anonymous), .sample(port: "1-2"))
                .codes.isEmpty)
    }

    @Test func `whoever sees the keys says so only without grace`() throws {
        let grace = Grace(start: .seconds(60))
        let license = try publisher.signed(.sample(binding: .sample(grace: grace)))
        #expect(LicenseVerifier.seesKeys(of: license, given: .sample))
        var evidence = Evidence.sample([])
        evidence.keysLastSeen = .seconds(1)
        #expect(LicenseVerifier.verdict(on: license, given: evidence).codes.isEmpty)
        #expect(!LicenseVerifier.seesKeys(of: license, given: evidence))
    }
}

extension Refusal {
    var shortage: KeyShortage? {
        guard case .keyAbsent(let shortage) = self else { return nil }
        return shortage
    }
}
