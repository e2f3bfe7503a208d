import LicenseBinding
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
        _ = bus.runtime(tells: ids)
        return (bus, devices)
    }

    private func hasp(_ bus: inout WatchedBus, _ port: UInt8 = 1) -> USBDevice {
        bus.device(WatchedBus.haspHL, port: port)
    }

    /// What is told while time passes and the run-time answers all questions with these keys, or fails.
    private func pass(
        _ seconds: Int, _ bus: inout WatchedBus, _ ids: [UInt64?]?
    ) throws -> [String] {
        var told: [String] = []
        for _ in 0..<seconds {
            for step in bus.pass(1) {
                if step.hasPrefix("ask") {
                    told += ids.map { bus.runtime(tells: $0) } ?? bus.runtimeFails()
                } else {
                    told += step == "enumerate" ? bus.enumerate() : [step]
                }
            }
        }
        return told
    }

    @Test func `one key is told with its port`() throws {
        var bus = WatchedBus()
        #expect(bus.arrive(hasp(&bus)) == ["ask 1-1"])
        #expect(bus.runtime(tells: 7) == ["arrived hasp:7 1-1 ready"])
        #expect(try pass(100, &bus, [7]).isEmpty)
    }

    @Test func `of two keys both are told, and not which is in which port`() throws {
        var bus = WatchedBus()
        #expect(bus.arrive(hasp(&bus)) == ["ask 1-1"])
        #expect(bus.arrive(hasp(&bus, 2)) == ["ask 1-1 1-2"])
        #expect(
            bus.runtime(tells: 7, 8)
                == ["arrived hasp:7 1-1 or 1-2 ready", "arrived hasp:8 1-1 or 1-2 ready"])
        #expect(try pass(100, &bus, [8, 7]).isEmpty)
    }

    @Test func `a single key that is pulled is told as gone, whatever the run-time says`() {
        var (bus, devices) = bus(7)
        #expect(bus.leave(devices[0]).isEmpty)
        #expect(bus.pass(5) == ["enumerate"])
        #expect(bus.enumerate() == ["left hasp:7 1-1 ready"])
        #expect(bus.alarm == nil)
    }

    @Test(arguments: [UInt64(7), 8])
    func `of two keys the one that the run-time tells no more has left`(stays: UInt64) throws {
        var (bus, devices) = bus(7, 8)
        let leaves: UInt64 = stays == 7 ? 8 : 7
        #expect(bus.leave(devices[0]) == ["ask 1-2"])
        #expect(bus.runtime(tells: stays) == ["changed hasp:\(stays) 1-2 ready"])
        #expect(try pass(5, &bus, [stays]) == ["left hasp:\(leaves) 1-1 or 1-2 ready"])
        #expect(try pass(100, &bus, [stays]).isEmpty)
    }

    @Test func `a run-time that goes on telling both makes none leave, and none count for long`()
        throws
    {
        var (bus, devices) = bus(7, 8)
        _ = bus.leave(devices[1])
        #expect(bus.runtime(tells: 7, 8).isEmpty)
        #expect(try pass(4, &bus, [7, 8]).isEmpty)
        #expect(
            try pass(1, &bus, [7, 8]) == [
                "changed hasp:7 1-1 or 1-2 needsRuntime", "changed hasp:8 1-1 or 1-2 needsRuntime",
            ])
        #expect(try pass(60, &bus, [7, 8]).isEmpty)
        #expect(
            try pass(31, &bus, [8])
                == ["changed hasp:8 1-1 ready", "left hasp:7 1-1 or 1-2 needsRuntime"])
    }

    @Test func `an enumeration that meets an old list does not bring a pulled key back`() throws {
        var (bus, devices) = bus(7, 8)
        _ = bus.leave(devices[0])
        _ = bus.runtime(tells: 8)
        #expect(bus.pass(5).contains("enumerate"))
        let crowd = try [KeyID.hasp(7), .hasp(8)].map {
            try WatchedBus.key(devices[1], $0, .needsRuntime)
        }
        #expect(bus.enumerate(crowd[0], crowd[1]) == ["left hasp:7 1-1 or 1-2 ready"])
    }

    @Test func `a run-time that is restarted makes no key leave, nor lose its state`() throws {
        var (bus, _) = bus(7, 8)
        #expect(bus.arrive(hasp(&bus, 3)) == ["ask 1-1 1-2 1-3"])
        #expect(bus.runtimeFails() == ["arrived ? 1-3 needsRuntime"])
        #expect(try pass(100, &bus, nil).isEmpty)
    }

    @Test func `a run-time that comes up and tells one key after another makes none leave`() throws
    {
        var (bus, _) = bus(7, 8)
        _ = bus.arrive(hasp(&bus, 3))
        _ = bus.runtimeFails()
        let place = "1-1 or 1-2 or 1-3"
        #expect(
            try pass(3, &bus, [8])
                == ["changed hasp:8 \(place) ready", "changed ? \(place) needsRuntime"])
        #expect(
            try pass(2, &bus, [8, 7, 9])
                == ["changed hasp:7 \(place) ready", "changed hasp:9 \(place) ready"])
        #expect(try pass(100, &bus, [8, 7, 9]).isEmpty)
    }

    @Test func `a key that is told no more though nothing left counts for five seconds`() throws {
        var (bus, _) = bus(7)
        _ = bus.arrive(hasp(&bus, 2))
        #expect(bus.runtime(tells: 8) == ["arrived hasp:8 1-1 or 1-2 ready"])
        #expect(try pass(4, &bus, [8]).isEmpty)
        #expect(try pass(1, &bus, [8]) == ["changed hasp:7 1-1 needsRuntime"])
        #expect(try pass(60, &bus, [8]).isEmpty)
        #expect(try pass(31, &bus, [8, 7]) == ["changed hasp:7 1-1 or 1-2 ready"])
    }

    @Test func `a library that tells of its own keys alone brings no other key in doubt`() throws {
        var (bus, _) = bus(7)
        _ = bus.arrive(hasp(&bus, 2))
        #expect(bus.onlyLibraryAnswers() == ["arrived ? 1-2 needsRuntime"])
        for _ in 1...20 {
            let steps = bus.pass(1)
            #expect(steps.allSatisfy { $0 == "ask 1-1 1-2" })
            if !steps.isEmpty { #expect(bus.onlyLibraryAnswers().isEmpty) }
        }
    }

    @Test func `a key that is replugged before the run-time knows it never left`() throws {
        var (bus, devices) = bus(7)
        _ = bus.leave(devices[0])
        _ = bus.pass(1)
        #expect(bus.arrive(hasp(&bus)) == ["ask 1-1"])
        #expect(bus.runtime(tells: []) == ["arrived ? 1-1 needsRuntime"])
        #expect(bus.pass(1) == ["ask 1-1"])
        #expect(
            bus.runtime(tells: 7) == [
                "bounced hasp:7 1-1 ready after 2.0", "changed hasp:7 1-1 ready",
            ])
        #expect(try pass(100, &bus, [7]).isEmpty)
    }

    @Test func `a key in the place of another one counts for no longer than the run-time lags`()
        throws
    {
        var (bus, devices) = bus(7)
        _ = bus.leave(devices[0])
        _ = bus.pass(1)
        _ = bus.arrive(hasp(&bus))
        #expect(bus.runtime(tells: 7) == ["bounced hasp:7 1-1 ready after 1.0"])
        #expect(try pass(3, &bus, [7]).isEmpty)
        #expect(
            try pass(1, &bus, [8]) == ["left hasp:7 1-1 ready", "arrived hasp:8 1-1 ready"])
        #expect(try pass(100, &bus, [8]).isEmpty)
    }

    @Test func `one of two in the place of another one is told once the run-time knows it`() throws
    {
        var (bus, devices) = bus(7, 8)
        _ = bus.leave(devices[0])
        _ = bus.arrive(hasp(&bus, 3))
        _ = bus.runtime(tells: 7, 8)
        _ = try pass(2, &bus, [7, 8])
        let told = try pass(2, &bus, [9, 8])
        #expect(told.contains { $0.hasPrefix("left hasp:7") })
        #expect(told.contains { $0.hasPrefix("arrived hasp:9") })
        #expect(try pass(100, &bus, [9, 8]).isEmpty)
    }

    @Test func `a key that nobody tells of is not taken for the one that was pulled`() throws {
        var bus = WatchedBus()
        let (one, two) = (hasp(&bus), hasp(&bus, 2))
        _ = bus.arrive(one)
        _ = bus.arrive(two)
        _ = bus.runtime(tells: 7)
        _ = bus.leave(one)
        _ = bus.runtime(tells: 7)
        _ = try pass(2, &bus, [7])
        let told = try pass(12, &bus, [])
        #expect(told.contains { $0.hasPrefix("changed hasp:7") && $0.hasSuffix("needsRuntime") })
    }

    @Test func `a missed key does not count while another one says nothing for long`() throws {
        var (bus, devices) = bus(7)
        _ = bus.leave(devices[0])
        _ = bus.arrive(hasp(&bus))
        #expect(bus.runtimeFails() == ["arrived ? 1-1 needsRuntime"])
        #expect(try pass(4, &bus, nil).isEmpty)
        #expect(try pass(1, &bus, nil) == ["changed hasp:7 1-1 needsRuntime"])
        #expect(
            try pass(2, &bus, [8])
                == ["changed hasp:8 1-1 ready", "left hasp:7 1-1 needsRuntime"])
    }

    @Test func `a key that nobody tells of is asked about more and more seldom`() {
        var bus = WatchedBus()
        _ = bus.arrive(hasp(&bus))
        _ = bus.runtimeFails()
        var questions: [Int] = []
        for second in 1...160 where bus.pass(1).contains("ask 1-1") {
            questions.append(second)
            _ = bus.runtimeFails()
        }
        #expect(questions.prefix(3) == [1, 2, 3])
        #expect(questions.contains(12) && questions.contains(14) && !questions.contains(13))
        #expect(questions.suffix(4) == [70, 100, 130, 160])
    }

    @Test func `another key in the same port is no bounce`() throws {
        var (bus, devices) = bus(7)
        _ = bus.leave(devices[0])
        _ = bus.arrive(hasp(&bus))
        #expect(bus.runtime(tells: 8) == ["arrived hasp:8 1-1 ready"])
        #expect(try pass(100, &bus, [8]) == ["left hasp:7 1-1 ready"])
    }

    @Test func `one of two is replaced by a third`() throws {
        var (bus, devices) = bus(7, 8)
        _ = bus.leave(devices[0])
        #expect(bus.arrive(hasp(&bus, 3)) == ["ask 1-2 1-3"])
        #expect(
            bus.runtime(tells: 7, 9)
                == ["changed hasp:7 1-2 or 1-3 ready", "arrived hasp:9 1-2 or 1-3 ready"])
        #expect(try pass(100, &bus, [7, 9]) == ["left hasp:8 1-1 or 1-2 ready"])
    }

    @Test func `one of two that is replugged is not taken for the other one`() throws {
        var (bus, devices) = bus(7, 8)
        _ = bus.leave(devices[0])
        _ = bus.pass(1)
        _ = bus.arrive(hasp(&bus))
        #expect(bus.runtime(tells: 7).first?.hasPrefix("bounced hasp:7") == true)
        #expect(try pass(60, &bus, [7, 8]).allSatisfy { !$0.hasPrefix("left") })
    }

    @Test func `what was told of other keys than those that are here is heard no more`() {
        var bus = WatchedBus()
        let (one, two) = (hasp(&bus), hasp(&bus, 2))
        _ = bus.arrive(one)
        var old = bus
        _ = bus.arrive(two)
        #expect(old.runtime(tells: 7) == ["arrived hasp:7 1-1 ready"])
        #expect(bus.runtime(tells: 7, of: [one]).isEmpty)
        #expect(bus.runtime(tells: 7, 8).count == 2)
    }

    @Test func `a HASP HL Basic is anonymous, also beside others and without the run-time`() throws
    {
        var bus = WatchedBus()
        _ = bus.arrive(hasp(&bus))
        _ = bus.arrive(hasp(&bus, 2))
        #expect(
            Set(bus.runtime(tells: nil, 8))
                == ["arrived hasp:8 1-1 or 1-2 ready", "arrived ? 1-1 or 1-2 anonymous"])
        _ = bus.arrive(hasp(&bus, 3))
        #expect(bus.runtimeFails() == ["arrived ? 1-3 needsRuntime"])
        #expect(try pass(100, &bus, nil).isEmpty)
    }
}
