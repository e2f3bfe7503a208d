import FoundationEssentials
import LicenseBinding
import TestPublisher
import Testing

struct GraceTests {
    private static let threeDays = Duration.seconds(3 * 86400)
    private static let start = Grace(running: .zero, start: threeDays)

    private func verdict(
        _ grace: Grace, lastSeen: Duration?, use: Evidence.Use = .start
    ) throws -> Verdict {
        let license = try TestPublisher().signed(.sample(binding: .sample(grace: grace)))
        var evidence = Evidence.sample([], use: use)
        evidence.keysLastSeen = lastSeen
        return LicenseVerifier.verdict(on: license, given: evidence)
    }

    @Test func `a start without the key is tolerated and says how long yet`() throws {
        let valid = try #require(
            try verdict(Self.start, lastSeen: .seconds(86400)).valid)
        let left = Duration.seconds(2 * 86400)
        #expect(valid.warnings == [.inGrace(until: TestTime.now + 2 * TestTime.day, left: left)])
        #expect(valid.warnings.map(\.code) == ["IN_GRACE"])
        #expect(valid.keys.isEmpty)
    }

    @Test func `the last second of grace counts and the next does not`() throws {
        let last = try verdict(Self.start, lastSeen: Self.threeDays - .seconds(1))
        #expect(
            last.warnings == [.inGrace(until: TestTime.now + 1, left: .seconds(1))])
        let over = try verdict(Self.start, lastSeen: Self.threeDays)
        #expect(over.codes == ["KEY_ABSENT"])
        #expect(over.refusals.first?.shortage?.endedGrace == Self.threeDays)
    }

    @Test func `a store that never saw the key has no grace`() throws {
        let verdict = try verdict(Self.start, lastSeen: nil)
        #expect(verdict.codes == ["KEY_ABSENT"])
        #expect(verdict.refusals.first?.shortage?.endedGrace == nil)
    }

    @Test func `a license without grace for a start wants the key at once`() throws {
        for grace in [Grace(), Grace(start: .zero)] {
            let verdict = try verdict(grace, lastSeen: .zero)
            #expect(verdict.codes == ["KEY_ABSENT"])
            #expect(verdict.refusals.first?.shortage?.endedGrace == nil)
        }
    }

    @Test func `a running program has a grace of its own`() throws {
        let running = Grace(running: Self.threeDays, start: .zero)
        let valid = try verdict(running, lastSeen: .seconds(60), use: .running).valid
        let left = Self.threeDays - .seconds(60)
        #expect(
            valid?.warnings == [
                .inGrace(until: TestTime.now + 3 * TestTime.day - 60, left: left)
            ])
        #expect(
            try verdict(running, lastSeen: Self.threeDays, use: .running).codes == ["KEY_ABSENT"])
        #expect(try verdict(running, lastSeen: .seconds(60)).codes == ["KEY_ABSENT"])
        #expect(
            try verdict(Self.start, lastSeen: .seconds(60), use: .running).codes == ["KEY_ABSENT"])
    }

    @Test func `a strange key does not shorten grace`() throws {
        let license = try TestPublisher().signed(.sample(binding: .sample(grace: Self.start)))
        var evidence = Evidence.sample([.sample(.sample(9))])
        evidence.keysLastSeen = .zero
        let verdict = LicenseVerifier.verdict(on: license, given: evidence)
        #expect(verdict.warnings?.map(\.code) == ["IN_GRACE"])
        evidence.keysLastSeen = Self.threeDays
        #expect(LicenseVerifier.verdict(on: license, given: evidence).codes == ["KEY_WRONG"])
    }
}
