import FoundationEssentials
import LicenseBinding
import TestPublisher
import Testing

struct ClockRuleTests {
    private let boot = ClockFloor.Uptime(boot: "first", elapsed: .seconds(100))

    private func codes(at time: Date, floor: Date?) throws -> [String] {
        var evidence = Evidence.sample
        evidence.time = time
        evidence.clockFloor = floor
        let license = try TestPublisher().signed(.sample())
        return LicenseVerifier.verdict(on: license, given: evidence).codes
    }

    @Test func `a clock two days behind a signed time is CLOCK_SET_BACK until it is right`() throws
    {
        let floor = ClockFloor(certain: TestTime.issued, measured: boot)
            .raised(to: TestTime.now, at: boot)
        let back = TestTime.now - 2 * TestTime.day
        #expect(try codes(at: back, floor: floor.certain) == ["CLOCK_SET_BACK"])
        #expect(try codes(at: TestTime.now, floor: floor.certain) == [])
    }

    @Test func `a day of difference is tolerated`() throws {
        let certain = TestTime.now
        #expect(try codes(at: certain - TestTime.day, floor: certain) == [])
        #expect(try codes(at: certain - TestTime.day - 1, floor: certain) == ["CLOCK_SET_BACK"])
    }

    @Test func `the license itself is a witness of its time`() throws {
        let signed = TestTime.issued
        #expect(try codes(at: signed - TestTime.day, floor: nil) == [])
        #expect(try codes(at: signed - TestTime.day - 1, floor: nil) == ["CLOCK_SET_BACK"])
        #expect(
            try codes(at: signed - 2 * TestTime.day, floor: signed - 9 * TestTime.day)
                == ["CLOCK_SET_BACK"])
    }

    @Test func `the refusal names both times`() throws {
        var evidence = Evidence.sample
        evidence.clockFloor = TestTime.now + 2 * TestTime.day
        let license = try TestPublisher().signed(.sample())
        #expect(
            LicenseVerifier.verdict(on: license, given: evidence).refusals
                == [.clockSetBack(certain: TestTime.now + 2 * TestTime.day, clock: TestTime.now)])
    }

    @Test func `one start in 2038 poisons nothing`() throws {
        var floor = ClockFloor(certain: TestTime.now, measured: boot)
        let far = Date(timeIntervalSince1970: 2_147_483_647)
        floor = floor.raised(at: ClockFloor.Uptime(boot: "second", elapsed: .seconds(30)))
        #expect(try codes(at: far, floor: floor.certain) == [])
        floor = floor.raised(at: ClockFloor.Uptime(boot: "second", elapsed: .seconds(90)))
        #expect(floor.certain == TestTime.now + 60)
        #expect(try codes(at: TestTime.now + 120, floor: floor.certain) == [])
    }
}
