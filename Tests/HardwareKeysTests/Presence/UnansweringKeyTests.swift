import LicenseBinding
import Testing
import USBBus

@testable import HardwareKeys

struct UnansweringKeyTests {
    private let id = KeyID.hasp(7)

    @Test func `a key whose look takes too long is busy, and what it shows later counts`() throws {
        var bus = WatchedBus()
        let key = bus.device()
        _ = bus.arrive(key)
        #expect(bus.alarm == 8)
        #expect(bus.pass(8) == ["arrived ? 1-1 busy"])
        #expect(bus.alarm == nil)
        #expect(try bus.look(key, id) == ["changed hasp:7 1-1 ready"])
    }

    @Test func `a key that was gone when looked at is told when it is there, or busy in time`()
        throws
    {
        var bus = WatchedBus()
        let (left, stays) = (bus.device(), bus.device())
        _ = bus.arrive(left)
        #expect(bus.miss(left).isEmpty)
        #expect(bus.leave(left).isEmpty)
        #expect(bus.alarm == 5)

        _ = bus.arrive(stays)
        #expect(bus.miss(stays).isEmpty)
        #expect(bus.pass(2) == ["look 1-1"])
        #expect(bus.miss(stays).isEmpty)
        #expect(bus.pass(6) == ["arrived ? 1-1 busy", "enumerate"])
        #expect(bus.enumerate().isEmpty)
        #expect(bus.alarm == 24)
    }

    @Test func `a key that is gone when looked at is missed all the same`() throws {
        var bus = WatchedBus()
        let (key, back) = (bus.device(), bus.device())
        _ = try bus.plug(key, id)
        _ = bus.leave(key)
        _ = bus.pass(1)
        _ = bus.arrive(back)
        #expect(bus.miss(back).isEmpty)
        _ = bus.leave(back)
        #expect(bus.alarm == 4)
        #expect(bus.pass(4) == ["enumerate"])
        #expect(bus.enumerate() == ["left hasp:7 1-1 ready"])
    }

    @Test func `a key that may not be opened is looked at every two seconds`() throws {
        var bus = WatchedBus()
        let key = bus.device()
        #expect(try bus.plug(key, nil, .noAccess) == ["look 1-1", "arrived ? 1-1 noAccess"])
        #expect(bus.alarm == 2)
        #expect(bus.pass(2) == ["look 1-1"])
        #expect(bus.alarm == nil)
        #expect(try bus.look(key, nil, .noAccess).isEmpty)
        #expect(bus.alarm == 2)
        _ = bus.pass(2)
        #expect(try bus.look(key, id) == ["changed hasp:7 1-1 ready"])
        #expect(bus.alarm == nil)
    }

    @Test func `a key that did not answer is asked every thirty seconds, and reset no more`()
        throws
    {
        var bus = WatchedBus()
        let key = bus.device()
        #expect(bus.arrive(key) == ["look 1-1"])
        _ = try bus.look(key, nil, .busy, reset: .done)
        #expect(bus.alarm == 30)
        #expect(bus.pass(30) == ["look 1-1 without reset"])
        _ = try bus.look(key, nil, .busy)
        #expect(bus.pass(30) == ["look 1-1 without reset"])
    }

    @Test func `a reset that was not possible because the key is in use is tried again`() throws {
        var bus = WatchedBus()
        let key = bus.device()
        _ = bus.arrive(key)
        let inUse = USBError.claimFailed(key.address, code: -6)
        _ = try bus.look(key, nil, .busy, reset: .failed(inUse))
        #expect(bus.pass(30) == ["look 1-1"])
        let failed = USBError.resetFailed(key.address, code: -1)
        _ = try bus.look(key, nil, .busy, reset: .failed(failed))
        #expect(bus.pass(30) == ["look 1-1 without reset"])
    }

    @Test func `a key that leaves by its reset and comes again is not reset again`() throws {
        var bus = WatchedBus()
        let (first, again, later) = (bus.device(), bus.device(), bus.device())
        _ = bus.arrive(first)
        _ = try bus.look(first, nil, .busy, reset: .done)
        _ = bus.leave(first)
        #expect(bus.arrive(again) == ["look 1-1 without reset"])
        _ = try bus.look(again, nil, .busy)
        _ = bus.leave(again)
        _ = bus.pass(5)
        _ = bus.enumerate()
        #expect(bus.arrive(later) == ["look 1-1 without reset"])
    }

    @Test func `what comes in a port long after a reset there may be reset again`() throws {
        var bus = WatchedBus()
        let (first, later) = (bus.device(), bus.device())
        _ = bus.arrive(first)
        _ = try bus.look(first, nil, .busy, reset: .done)
        _ = bus.leave(first)
        _ = bus.pass(600)
        #expect(bus.arrive(later) == ["look 1-1"])
    }

    @Test func `a key that leaves while it is looked at again may be in its reset`() throws {
        var bus = WatchedBus()
        let (first, again) = (bus.device(), bus.device())
        _ = bus.arrive(first)
        _ = bus.pass(8)
        _ = bus.leave(first)
        #expect(bus.arrive(again) == ["look 1-1 without reset"])
    }

    @Test func `a key that leaves while it may be in its reset is not reset again`() throws {
        var bus = WatchedBus()
        let (first, again, elsewhere) = (bus.device(), bus.device(), bus.device(port: 2))
        _ = bus.arrive(first)
        #expect(bus.leave(first).isEmpty)
        #expect(bus.arrive(again) == ["look 1-1 without reset"])
        #expect(bus.arrive(elsewhere) == ["look 1-2"])
    }

    @Test func `a key that is gone is not looked at again`() throws {
        var bus = WatchedBus()
        let key = bus.device()
        _ = try bus.plug(key, nil, .noAccess)
        _ = bus.leave(key)
        #expect(bus.alarm == 5)
        #expect(bus.pass(3).isEmpty)
    }

    @Test func `a busy key that leaves is a removal`() throws {
        var bus = WatchedBus()
        let key = bus.device()
        _ = bus.arrive(key)
        _ = bus.pass(8)
        _ = bus.leave(key)
        #expect(bus.alarm == 5)
        #expect(bus.pass(5) == ["enumerate"])
        #expect(bus.enumerate() == ["left ? 1-1 busy"])
    }
}
