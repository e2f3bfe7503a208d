import LicenseBinding
import Testing
import USBBus

@testable import HardwareKeys

/// FIDO2 keys over time, which other programs use as well.
struct SecurityKeyWatchTests {
    private let id = KeyID.fido2(thumbprint: "RmesDyULmDOqh8xoG9cfGK7v2bSAh_4ziE-zZ-mQpqE")

    @Test func `a key that is back and busy is not told as gone while it may be the one`() throws {
        var bus = WatchedBus()
        let (first, again) = (
            bus.device(WatchedBus.securityKey), bus.device(WatchedBus.securityKey)
        )
        _ = try bus.plug(first, id)
        _ = bus.leave(first)
        _ = bus.pass(1)
        #expect(try bus.plug(again, nil, .busy) == ["look 1-1", "arrived ? 1-1 busy"])
        #expect(bus.alarm == 2)
        for _ in 1...10 {
            #expect(bus.pass(2) == ["look 1-1"])
            #expect(try bus.look(again, nil, .busy).isEmpty)
        }
        _ = bus.pass(2)
        #expect(
            try bus.look(again, id) == [
                "bounced \(id) 1-1 ready after 23.0", "changed \(id) 1-1 ready",
            ])
        #expect(bus.alarm == nil)
    }

    @Test func `a busy key holds no removal for ever, and never that of another kind`() throws {
        var bus = WatchedBus()
        let (proving, numbered) = (bus.device(WatchedBus.securityKey), bus.device(port: 2))
        _ = try bus.plug(proving, id)
        _ = try bus.plug(numbered, .hasp(7))
        let busy = bus.device(WatchedBus.securityKey, port: 3)
        _ = try bus.plug(busy, nil, .busy)
        _ = bus.leave(proving)
        _ = bus.leave(numbered)
        var told: [String] = []
        var seconds = 0
        while seconds < 60, told.count < 2 {
            for step in bus.pass(1) {
                if step.hasPrefix("look") { _ = try bus.look(busy, nil, .busy) }
                if step == "enumerate" {
                    told += bus.enumerate(try WatchedBus.key(busy, nil, .busy)).map {
                        "\($0) after \(seconds + 1)"
                    }
                }
            }
            seconds += 1
        }
        #expect(
            told == ["left hasp:7 1-2 ready after 5", "left \(id) 1-1 ready after 40"])
    }

    @Test func `a key that stays busy is asked more and more seldom`() throws {
        var bus = WatchedBus()
        let key = bus.device(WatchedBus.securityKey)
        _ = try bus.plug(key, nil, .busy)
        var looks = 0
        for _ in 0..<130 where bus.pass(1) == ["look 1-1"] {
            looks += 1
            _ = try bus.look(key, nil, .busy)
        }
        // Every two seconds until the fortieth, then every thirty.
        #expect(looks == 19 + 3)
    }

    @Test func `a device that never says what it is holds no removal either`() throws {
        var bus = WatchedBus()
        let (key, silent) = (bus.device(), bus.device(WatchedBus.securityKey, port: 2))
        _ = try bus.plug(key, .hasp(7))
        _ = bus.leave(key)
        _ = bus.arrive(silent)
        #expect(bus.pass(5).isEmpty)
        #expect(bus.alarm == 3)
        #expect(bus.pass(3) == ["enumerate"])
        #expect(bus.enumerate() == ["left hasp:7 1-1 ready"])
        #expect(bus.alarm == nil)
    }

    @Test func `a key that was told and turns out to be none of ours is told as gone`() throws {
        var bus = WatchedBus()
        let key = bus.device(WatchedBus.securityKey)
        #expect(try bus.plug(key, nil, .busy) == ["look 1-1", "arrived ? 1-1 busy"])
        #expect(bus.pass(2) == ["look 1-1"])
        #expect(bus.dismiss(key) == ["left ? 1-1 busy"])
        #expect(bus.leave(key).isEmpty)
    }
}
