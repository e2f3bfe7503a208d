import FoundationEssentials
import LicenseBinding
import TestPublisher
import Testing

struct TermRuleTests {
    private func verdict(
        from start: Date? = nil, to end: Date? = nil, at time: Date = TestTime.now,
        clockFloor: Date? = nil
    ) throws -> Verdict {
        var license = License.sample()
        license.notBefore = start
        license.expires = end
        var evidence = Evidence.sample
        evidence.time = time
        evidence.clockFloor = clockFloor
        return LicenseVerifier.verdict(on: try TestPublisher().signed(license), given: evidence)
    }

    @Test func `a license without a term holds for ever`() throws {
        #expect(try verdict(at: TestTime.now + 50 * 365 * TestTime.day).warnings == [])
    }

    @Test func `a license holds from its first second`() throws {
        let start = TestTime.now
        #expect(
            try verdict(from: start, at: start - 1).refusals
                == [.notYetValid(from: start, now: start - 1)])
        #expect(try verdict(from: start, at: start).codes.isEmpty)
    }

    @Test func `an expired license is refused`() throws {
        let end = TestTime.now
        #expect(try verdict(to: end, at: end - 1).codes.isEmpty)
        #expect(
            try verdict(to: end, at: end + 1).refusals == [.expired(on: end, now: end + 1)])
        #expect(try verdict(to: end, at: end + 1).codes == ["EXPIRED"])
    }

    @Test func `a license that ends within a month says so`() throws {
        let end = TestTime.now
        let month = 30 * TestTime.day
        #expect(try verdict(to: end, at: end - month - 1).warnings == [])
        #expect(try verdict(to: end, at: end - month + 1).warnings == [.expiresSoon(on: end)])
    }

    @Test func `a clock that is a little late makes no term longer`() throws {
        let end = TestTime.now
        let certain = end + 60
        #expect(
            try verdict(to: end, at: end - 60, clockFloor: certain).refusals
                == [.expired(on: end, now: certain)])
    }

    @Test func `all that is wrong is named at once`() throws {
        var license = License.sample(binding: .sample([.sample(2)]))
        license.expires = TestTime.now - 1
        let signed = try TestPublisher().signed(license)
        var evidence = Evidence.sample
        evidence.clockFloor = TestTime.now + 2 * TestTime.day
        #expect(
            LicenseVerifier.verdict(on: signed, given: evidence).codes
                == ["CLOCK_SET_BACK", "EXPIRED", "KEY_WRONG"])
    }

    @Test func `a license is over at its end, not after it`() throws {
        var license = License.sample()
        license.expires = TestTime.now
        let signed = try TestPublisher().signed(license)
        #expect(LicenseVerifier.verdict(on: signed, given: .sample).codes == ["EXPIRED"])
        var evidence = Evidence.sample
        evidence.time = TestTime.now - 1
        #expect(LicenseVerifier.verdict(on: signed, given: evidence).codes.isEmpty)
    }
}
