import LicenseBinding
import Testing
import USBBus

@testable import HardwareKeys

struct KeyWatchTests {
    private let id = KeyID.hasp(7)

    @Test func `a key is told once it was looked at, and other devices never`() throws {
        var bus = WatchedBus()
        let key = bus.device()
        #expect(bus.arrive(key) == ["look 1-1"])
        #expect(try bus.look(key, id) == ["arrived hasp:7 1-1 ready"])
        #expect(bus.arrive(key).isEmpty)
        #expect(bus.alarm == nil)
        let other = bus.device(USBModel(vendorID: 1, productID: 2))
        #expect(bus.arrive(other).isEmpty)
        #expect(bus.leave(other).isEmpty)
    }

    @Test func `a removal is told once, after five seconds and another look at the bus`() throws {
        var bus = WatchedBus()
        let key = bus.device()
        _ = try bus.plug(key, id)
        #expect(bus.leave(key).isEmpty)
        #expect(bus.alarm == 5)
        #expect(bus.pass(4.9).isEmpty)
        #expect(bus.pass(0.1) == ["enumerate"])
        #expect(bus.pass(1).isEmpty)
        #expect(bus.enumerate() == ["left hasp:7 1-1 ready"])
        #expect(bus.alarm == nil)
        #expect(bus.enumerate().isEmpty)
        #expect(bus.leave(key).isEmpty)
    }

    @Test func `a removal is told though the bus does not answer`() throws {
        var bus = WatchedBus()
        let (key, back) = (bus.device(), bus.device())
        _ = try bus.plug(key, id)
        _ = bus.leave(key)
        #expect(bus.pass(5) == ["enumerate"])
        #expect(bus.alarm == 8)
        #expect(bus.pass(8) == ["left hasp:7 1-1 ready"])
        #expect(bus.alarm == nil)
        #expect(bus.enumerate(try WatchedBus.key(back, id)).isEmpty)
        #expect(try bus.plug(back, id) == ["look 1-1", "arrived hasp:7 1-1 ready"])
    }

    @Test func `a key that is back in time has bounced`() throws {
        var bus = WatchedBus()
        let (first, again) = (bus.device(), bus.device())
        _ = try bus.plug(first, id)
        _ = bus.leave(first)
        _ = bus.pass(1)
        #expect(try bus.plug(again, id) == ["look 1-1", "bounced hasp:7 1-1 ready after 1.0"])
        #expect(bus.alarm == nil)
        #expect(bus.pass(60).isEmpty)
        _ = bus.leave(again)
        #expect(bus.alarm == 5)
    }

    @Test func `a key that only another look at the bus shows is waited for`() throws {
        var bus = WatchedBus()
        let (first, again) = (bus.device(), bus.device())
        _ = try bus.plug(first, id)
        _ = bus.leave(first)
        #expect(bus.pass(5) == ["enumerate"])
        #expect(bus.enumerate(try WatchedBus.key(again, id)).isEmpty)
        #expect(bus.alarm == 8)
        _ = bus.pass(1)
        #expect(try bus.plug(again, id) == ["look 1-1", "bounced hasp:7 1-1 ready after 6.0"])
        #expect(bus.leave(again).isEmpty)
        #expect(bus.pass(5) == ["enumerate"])
        #expect(bus.enumerate() == ["left hasp:7 1-1 ready"])
    }

    @Test func `a key that is shown and never arrives is told as gone`() throws {
        var bus = WatchedBus()
        let (first, again) = (bus.device(), bus.device())
        _ = try bus.plug(first, id)
        _ = bus.leave(first)
        #expect(bus.pass(5) == ["enumerate"])
        #expect(bus.enumerate(try WatchedBus.key(again, id)).isEmpty)
        #expect(bus.pass(8) == ["enumerate"])
        #expect(bus.enumerate() == ["left hasp:7 1-1 ready"])
        #expect(bus.alarm == nil)
    }

    @Test func `a look at the bus that began before a key was sought says nothing of it`() throws {
        var bus = WatchedBus()
        let (one, two) = (bus.device(port: 1), bus.device(port: 2))
        _ = try bus.plug(one, id)
        _ = try bus.plug(two, .hasp(8))
        _ = bus.leave(one)
        _ = bus.pass(3)
        _ = bus.leave(two)
        #expect(bus.pass(2) == ["enumerate"])
        #expect(bus.pass(3) == ["enumerate"])
        #expect(bus.enumerate(secondsAgo: 3) == ["left hasp:7 1-1 ready"])
        #expect(bus.enumerate() == ["left hasp:8 1-2 ready"])
    }

    @Test func `a key that is back and tells its ID only later never left`() throws {
        var bus = WatchedBus()
        let (first, again) = (bus.device(), bus.device())
        _ = try bus.plug(first, id)
        _ = bus.leave(first)
        _ = bus.pass(1)
        _ = try bus.plug(again, nil, .noAccess)
        _ = bus.pass(2)
        #expect(
            try bus.look(again, id) == [
                "bounced hasp:7 1-1 ready after 3.0", "changed hasp:7 1-1 ready",
            ])
        #expect(bus.alarm == nil)
    }

    @Test func `another key in the port is no bounce`() throws {
        var bus = WatchedBus()
        let (first, other) = (bus.device(), bus.device())
        _ = try bus.plug(first, id)
        _ = bus.leave(first)
        #expect(try bus.plug(other, .hasp(8)) == ["look 1-1", "arrived hasp:8 1-1 ready"])
        #expect(bus.pass(5) == ["enumerate"])
        let found = try WatchedBus.key(other, .hasp(8))
        #expect(bus.enumerate(found) == ["left hasp:7 1-1 ready"])
    }

    @Test func `a key is followed into another port, and that is told`() throws {
        var bus = WatchedBus()
        let (first, moved) = (bus.device(port: 1), bus.device(port: 4))
        _ = try bus.plug(first, id)
        _ = bus.leave(first)
        _ = bus.pass(2)
        #expect(
            try bus.plug(moved, id) == [
                "look 1-4", "bounced hasp:7 1-4 ready after 2.0", "changed hasp:7 1-4 ready",
            ])
    }

    @Test func `a key whose product number changes stays the same by its ID`() throws {
        var bus = WatchedBus()
        let (old, new) = (bus.device(WatchedBus.haspHL), bus.device(WatchedBus.haspDriverless))
        #expect(bus.arrive(old) == ["ask 1-1"])
        #expect(bus.runtime(tells: 7) == ["arrived hasp:7 1-1 ready"])
        #expect(bus.leave(old).isEmpty)
        _ = bus.pass(3)
        #expect(bus.arrive(new) == ["ask 1-1"])
        #expect(
            bus.runtime(tells: 7) == [
                "bounced hasp:7 1-1 ready after 3.0", "changed hasp:7 1-1 ready",
            ])
    }

    @Test func `a key without an ID is followed by its model and port`() throws {
        var bus = WatchedBus()
        let (first, again, elsewhere) = (bus.device(), bus.device(), bus.device(port: 2))
        _ = try bus.plug(first, nil, .anonymous)
        _ = bus.leave(first)
        #expect(
            try bus.plug(again, nil, .anonymous)
                == ["look 1-1", "bounced ? 1-1 anonymous after 0.0"])
        _ = bus.leave(again)
        #expect(
            try bus.plug(elsewhere, nil, .anonymous) == ["look 1-2", "arrived ? 1-2 anonymous"])
    }

    @Test func `a key that left before it was looked at is not told`() throws {
        var bus = WatchedBus()
        let key = bus.device()
        _ = bus.arrive(key)
        #expect(bus.leave(key).isEmpty)
        #expect(try bus.look(key, id).isEmpty)
        #expect(bus.pass(5) == ["enumerate"])
        #expect(bus.enumerate().isEmpty)
        #expect(bus.alarm == nil)
    }

    @Test func `a look that ends after the next plug is not taken for it`() throws {
        var bus = WatchedBus()
        let old = bus.device(port: 2, address: 9)
        _ = bus.arrive(old)
        _ = bus.leave(old)
        let new = bus.device(address: 9)
        _ = bus.arrive(new)
        #expect(try bus.look(old, id).isEmpty)
        #expect(try bus.look(new, id) == ["arrived hasp:7 1-1 ready"])
    }

    @Test func `no removal is told while the first look at a key goes on`() throws {
        var bus = WatchedBus()
        let (first, again) = (bus.device(), bus.device())
        _ = try bus.plug(first, id)
        _ = bus.leave(first)
        _ = bus.pass(4)
        _ = bus.arrive(again)
        #expect(bus.alarm == 8)
        #expect(bus.pass(2).isEmpty)
        #expect(try bus.look(again, id) == ["bounced hasp:7 1-1 ready after 6.0"])
    }

    @Test func `two devices with one ID are both told as duplicates, until one is gone`() throws {
        var bus = WatchedBus()
        let (one, two) = (bus.device(port: 1), bus.device(port: 2))
        _ = try bus.plug(one, id)
        #expect(
            try bus.plug(two, id) == [
                "look 1-2", "changed hasp:7 1-1 duplicateID", "arrived hasp:7 1-2 duplicateID",
            ])
        #expect(bus.leave(one) == ["changed hasp:7 1-2 ready"])
        _ = bus.pass(5)
        let rest = try WatchedBus.key(two, id)
        #expect(bus.enumerate(rest) == ["left hasp:7 1-1 duplicateID"])
    }

    @Test func `a bounce comes once for every return, and a long row of them ends right`() throws {
        var bus = WatchedBus()
        var device = bus.device()
        _ = try bus.plug(device, id)
        for _ in 0..<100 {
            #expect(bus.leave(device).isEmpty)
            _ = bus.pass(0.5)
            device = bus.device()
            #expect(try bus.plug(device, id).count == 2)
        }
        _ = bus.leave(device)
        #expect(bus.pass(5) == ["enumerate"])
        #expect(bus.enumerate() == ["left hasp:7 1-1 ready"])
    }
}
