import Testing
import USBBus

@testable import HardwareKeys

/// HASP and Sentinel keys as they come and go: the bus shows that one did, and the run-time tells which.
struct SentinelWatchTests {
    /// A bus with keys in the first ports, which the run-time tells of.
    private func bus(_ ids: UInt64...) -> (bus: WatchedBus, devices: [USBDevice]) {
        var bus = WatchedBus()
        let devices = ids.indices.map { bus.device(WatchedBus.haspHL, port: UInt8($0 + 1)) }
        for device in devices { _ = bus.arrive(device) }
        switch ids.count {
        case 1: _ = bus.runtime(tells: ids[0])
        case 2: _ = bus.runtime(tells: ids[0], ids[1])
        default: preconditionFailure("one or two")
        }
        return (bus, devices)
    }

    @Test func `one key is told with its port, and asked about no more`() {
        var bus = WatchedBus()
        #expect(bus.arrive(bus.device(WatchedBus.haspHL)) == ["ask 1-1"])
        #expect(bus.runtime(tells: 7) == ["arrived hasp:7 1-1 ready"])
        #expect(bus.alarm == nil)
    }

    @Test func `of two keys both are told, and not which is in which port`() {
        var bus = WatchedBus()
        let (one, two) = (
            bus.device(WatchedBus.haspHL, port: 1), bus.device(WatchedBus.haspHL, port: 2)
        )
        #expect(bus.arrive(one) == ["ask 1-1"])
        #expect(bus.arrive(two) == ["ask 1-1 1-2"])
        #expect(
            bus.runtime(tells: 7, 8)
                == ["arrived hasp:7 1-1 or 1-2 ready", "arrived hasp:8 1-1 or 1-2 ready"])
        #expect(bus.alarm == nil)
    }

    @Test func `a single key that is pulled is told as gone, whatever the run-time says`() {
        var (bus, devices) = bus(7)
        #expect(bus.leave(devices[0]).isEmpty)
        #expect(bus.alarm == 5)
        #expect(bus.pass(5) == ["enumerate"])
        #expect(bus.enumerate() == ["left hasp:7 1-1 ready"])
        #expect(bus.alarm == nil)
    }

    @Test(arguments: [UInt64(7), 8])
    func `of two keys the one that the run-time tells no more has left`(stays: UInt64) {
        var (bus, devices) = bus(7, 8)
        let leaves: UInt64 = stays == 7 ? 8 : 7
        #expect(bus.leave(devices[0]) == ["ask 1-2"])
        #expect(bus.runtime(tells: stays) == ["changed hasp:\(stays) 1-2 ready"])
        #expect(bus.pass(5) == ["enumerate"])
        #expect(bus.enumerate() == ["left hasp:\(leaves) 1-1 or 1-2 ready"])
        #expect(bus.alarm == nil)
    }

    @Test func `a run-time that goes on telling both makes none leave, and none count for long`() {
        var (bus, devices) = bus(7, 8)
        _ = bus.leave(devices[1])
        #expect(bus.runtime(tells: 7, 8).isEmpty)
        #expect(bus.alarm == 1)
        #expect(bus.pass(1) == ["ask 1-1"])
        #expect(bus.runtime(tells: 7, 8).isEmpty)
        _ = bus.pass(1)
        _ = bus.runtime(tells: 7, 8)
        _ = bus.pass(1)
        _ = bus.runtime(tells: 7, 8)
        _ = bus.pass(1)
        _ = bus.runtime(tells: 7, 8)
        #expect(
            bus.pass(1) == [
                "ask 1-1", "changed hasp:7 1-1 or 1-2 needsRuntime",
                "changed hasp:8 1-1 or 1-2 needsRuntime",
            ])
        #expect(bus.runtime(tells: 7, 8).isEmpty)
        _ = bus.pass(60)
        #expect(bus.runtime(tells: 8) == ["changed hasp:8 1-1 ready"])
        #expect(bus.pass(0) == ["enumerate"])
        #expect(bus.enumerate() == ["left hasp:7 1-1 or 1-2 needsRuntime"])
        #expect(bus.alarm == nil)
    }

    @Test func `a run-time that is restarted makes no key leave`() {
        var (bus, devices) = bus(7, 8)
        let third = bus.device(WatchedBus.haspHL, port: 3)
        #expect(bus.arrive(third) == ["ask 1-1 1-2 1-3"])
        #expect(bus.runtimeFails() == ["arrived ? 1-3 needsRuntime"])
        #expect(bus.alarm == 2)
        #expect(bus.pass(2) == ["ask 1-1 1-2 1-3"])
        #expect(bus.runtimeFails().isEmpty)
        _ = bus.pass(60)
        #expect(bus.runtimeFails().isEmpty)
        _ = bus.pass(2)
        _ = devices
    }

    @Test func `a run-time that comes up and tells one key after another makes none leave`() {
        var (bus, _) = bus(7, 8)
        let third = bus.device(WatchedBus.haspHL, port: 3)
        _ = bus.arrive(third)
        _ = bus.runtimeFails()
        _ = bus.pass(2)
        let place = "1-1 or 1-2 or 1-3"
        #expect(
            bus.runtime(tells: 8)
                == ["changed hasp:8 \(place) ready", "changed ? \(place) needsRuntime"])
        _ = bus.pass(1)
        #expect(
            bus.runtime(tells: 8, 7, 9)
                == ["changed hasp:7 \(place) ready", "changed hasp:9 \(place) ready"])
        #expect(bus.alarm == nil)
    }

    @Test func `a key that is told no more though nothing left counts for five seconds`() {
        var (bus, _) = bus(7)
        let second = bus.device(WatchedBus.haspHL, port: 2)
        _ = bus.arrive(second)
        #expect(bus.runtime(tells: 8) == ["arrived hasp:8 1-1 or 1-2 ready"])
        for _ in 1...4 {
            #expect(bus.pass(1) == ["ask 1-1 1-2"])
            #expect(bus.runtime(tells: 8).isEmpty)
        }
        #expect(bus.pass(1) == ["ask 1-1 1-2", "changed hasp:7 1-1 needsRuntime"])
        #expect(bus.runtime(tells: 8).isEmpty)
        _ = bus.pass(1)
        #expect(bus.runtime(tells: 8, 7) == ["changed hasp:7 1-1 or 1-2 ready"])
        #expect(bus.alarm == nil)
    }

    @Test func `a key that is replugged before the run-time knows it never left`() {
        var (bus, devices) = bus(7)
        _ = bus.leave(devices[0])
        _ = bus.pass(1)
        let again = bus.device(WatchedBus.haspHL)
        #expect(bus.arrive(again) == ["ask 1-1"])
        #expect(bus.runtime().isEmpty == false)
        #expect(bus.pass(2) == ["ask 1-1"])
        #expect(
            bus.runtime(tells: 7) == [
                "bounced hasp:7 1-1 ready after 3.0", "changed hasp:7 1-1 ready",
            ])
        #expect(bus.alarm == nil)
        #expect(bus.pass(60).isEmpty)
    }

    @Test func `a missed key does not count while another one says nothing for long`() {
        var (bus, devices) = bus(7)
        _ = bus.leave(devices[0])
        let other = bus.device(WatchedBus.haspHL)
        _ = bus.arrive(other)
        #expect(bus.runtimeFails() == ["arrived ? 1-1 needsRuntime"])
        _ = bus.pass(4)
        _ = bus.runtimeFails()
        #expect(bus.pass(1) == ["changed hasp:7 1-1 needsRuntime"])
        #expect(bus.pass(1) == ["ask 1-1"])
        #expect(bus.runtime(tells: 8) == ["changed hasp:8 1-1 ready"])
        #expect(bus.pass(0) == ["enumerate"])
        #expect(bus.enumerate() == ["left hasp:7 1-1 needsRuntime"])
    }

    @Test func `a key that nobody tells of is asked about more and more seldom`() {
        var bus = WatchedBus()
        _ = bus.arrive(bus.device(WatchedBus.haspHL))
        _ = bus.runtimeFails()
        var questions: [Int] = []
        for second in 1...160 where bus.pass(1).contains("ask 1-1") {
            questions.append(second)
            _ = bus.runtimeFails()
        }
        #expect(questions.prefix(3) == [2, 4, 6])
        #expect(questions.suffix(4) == [70, 100, 130, 160])
    }

    @Test func `another key in the same port is no bounce`() {
        var (bus, devices) = bus(7)
        _ = bus.leave(devices[0])
        let other = bus.device(WatchedBus.haspHL)
        _ = bus.arrive(other)
        #expect(bus.runtime(tells: 8) == ["arrived hasp:8 1-1 ready"])
        #expect(bus.pass(5) == ["enumerate"])
        #expect(bus.enumerate() == ["left hasp:7 1-1 ready"])
    }

    @Test func `one of two is replaced by a third`() {
        var (bus, devices) = bus(7, 8)
        _ = bus.leave(devices[0])
        let third = bus.device(WatchedBus.haspHL, port: 3)
        #expect(bus.arrive(third) == ["ask 1-2 1-3"])
        #expect(
            bus.runtime(tells: 7, 9)
                == ["changed hasp:7 1-2 or 1-3 ready", "arrived hasp:9 1-2 or 1-3 ready"])
        #expect(bus.pass(5) == ["enumerate"])
        #expect(bus.enumerate() == ["left hasp:8 1-1 or 1-2 ready"])
        #expect(bus.alarm == nil)
    }

    @Test func `what was told of keys that are no more all is heard no more`() {
        var bus = WatchedBus()
        let (one, two) = (
            bus.device(WatchedBus.haspHL, port: 1), bus.device(WatchedBus.haspHL, port: 2)
        )
        _ = bus.arrive(one)
        _ = bus.arrive(two)
        _ = bus.leave(two)
        var late = bus
        _ = bus.arrive(bus.device(WatchedBus.haspHL, port: 3))
        #expect(late.runtime(tells: 7) == ["arrived hasp:7 1-1 ready"])
        #expect(bus.runtime(tells: 7, 8).count == 2)
    }

    @Test func `a HASP HL Basic is anonymous beside one that is not`() {
        var bus = WatchedBus()
        let (one, two) = (
            bus.device(WatchedBus.haspHL, port: 1), bus.device(WatchedBus.haspHL, port: 2)
        )
        _ = bus.arrive(one)
        _ = bus.arrive(two)
        #expect(
            Set(bus.runtime(tells: nil, 8))
                == ["arrived hasp:8 1-1 or 1-2 ready", "arrived ? 1-1 or 1-2 anonymous"])
        #expect(bus.alarm == nil)
    }
}
