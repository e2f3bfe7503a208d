import FoundationEssentials
import LicenseBinding
import TestPublisher
import Testing

struct ClockFloorTests {
    private let floor = ClockFloor(
        certain: TestTime.now, measured: ClockFloor.Uptime(boot: "first", elapsed: .seconds(100)))

    private func first(_ seconds: Int) -> ClockFloor.Uptime {
        ClockFloor.Uptime(boot: "first", elapsed: .seconds(seconds))
    }

    @Test func `the floor rises with the time that was measured`() {
        let raised = floor.raised(at: first(160)).raised(at: first(170))
        #expect(raised.certain == TestTime.now + 70)
        #expect(raised.measured == first(170))
    }

    @Test func `a restart adds nothing and measures anew`() {
        let second = ClockFloor.Uptime(boot: "second", elapsed: .seconds(5000))
        let raised = floor.raised(at: second)
        #expect(raised.certain == TestTime.now)
        let later = ClockFloor.Uptime(boot: "second", elapsed: .seconds(5010))
        #expect(raised.raised(at: later).certain == TestTime.now + 10)
    }

    @Test func `a counter that goes back adds nothing`() {
        #expect(floor.raised(at: first(50)).certain == TestTime.now)
        #expect(first(50).since(first(100)) == nil)
        #expect(first(100).since(first(100)) == .zero)
    }

    @Test func `a signed time raises the floor and never lowers it`() {
        let signed = TestTime.now + 1000
        #expect(floor.raised(to: signed, at: first(110)).certain == signed)
        #expect(floor.raised(to: TestTime.issued, at: first(110)).certain == TestTime.now + 10)
    }

    @Test func `many readings in one run add up`() {
        let raised = (101...700).reduce(floor) { $0.raised(at: first($1)) }
        #expect(raised.certain == TestTime.now + 600)
    }

    @Test func `parts of a second add up`() {
        var floor = ClockFloor(
            certain: TestTime.now, measured: .init(boot: "1", elapsed: .zero))
        for reading in 1...100 {
            floor = floor.raised(at: .init(boot: "1", elapsed: .milliseconds(900) * reading))
        }
        #expect(abs(floor.certain.timeIntervalSince(TestTime.now) - 90) < 0.001)
    }
}
