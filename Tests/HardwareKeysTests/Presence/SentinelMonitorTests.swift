import LicenseBinding
import SimulatedBus
import SimulatedDevices
import SimulatedRuntime
import TestRings
import Testing
import USBBus

@testable import HardwareKeys

/// HASP and Sentinel keys on a simulated bus, with a run-time's service over real TCP.
@Suite(.simulatedBus, .timeLimit(.minutes(5))) struct SentinelMonitorTests {
    private func with(
        _ rows: [SimulatedRow], debounce: Duration = .seconds(1),
        _ body: (SimulatedBus, SimulatedRuntime, KeyMonitor) async throws -> Void
    ) async throws {
        try await SimulatedBus.exclusively { bus in
            let runtime = try SimulatedRuntime(.serves(.new, rows))
            defer { runtime.stop() }
            let session = try USBSession()
            let monitor = KeyMonitor(
                following: { session.events() },
                detector: KeyDetector(
                    catalog: .builtIn, sentinels: try runtime.register),
                timing: PresenceTiming(debounce: debounce))
            try await body(bus, runtime, monitor)
        }
    }

    @Test func `a key comes, is pulled and is told as gone, though the run-time still tells of it`()
        async throws
    {
        try await with([.key(7)]) { bus, _, monitor in
            let plug = bus.plug(.hasp())
            var events = monitor.events().makeAsyncIterator()
            #expect(await events.next()?.word == "arrived hasp:7 1-2 ready")
            bus.unplug(plug)
            #expect(await events.next()?.word == "left hasp:7 1-2 ready")
        }
    }

    @Test func `of two keys the pulled one is told once the run-time knows it`() async throws {
        try await with([.key(7), .key(8)]) { bus, runtime, monitor in
            bus.plug(.hasp(port: "1-2"))
            let second = bus.plug(.hasp(port: "1-3"))
            var events = monitor.events().makeAsyncIterator()
            var told: Set<String> = []
            while !told.isSuperset(of: [
                "hasp:7 1-2 or 1-3 ready", "hasp:8 1-2 or 1-3 ready",
            ]) {
                let word = await events.next()?.word.split(separator: " ", maxSplits: 1).last
                told.insert(String(word ?? ""))
            }
            bus.unplug(second)
            // It goes on telling of both.
            var doubts: Set<String> = []
            while doubts.count < 2 {
                guard let word = await events.next()?.word, word.hasSuffix("needsRuntime") else {
                    Issue.record("a key is told as gone, or not doubted")
                    return
                }
                doubts.insert(word)
            }
            runtime.setManner(.serves(.new, [.key(8)]))
            #expect(await events.next()?.word == "changed hasp:8 1-2 ready")
            #expect(await events.next()?.word.hasPrefix("left hasp:7") == true)
        }
    }

    @Test func `a run-time that is down when a key comes is asked until it is up`() async throws {
        try await with([.key(7)]) { bus, runtime, monitor in
            runtime.setManner(.says(""))
            bus.plug(.hasp())
            var events = monitor.events().makeAsyncIterator()
            #expect(await events.next()?.word == "arrived ? 1-2 needsRuntime")
            runtime.setManner(.serves(.old, [.key(7)]))
            #expect(await events.next()?.word == "changed hasp:7 1-2 ready")
        }
    }

    @Test func `a replugged key has bounced`() async throws {
        try await with([.key(7)], debounce: .seconds(5)) { bus, _, monitor in
            let plug = bus.plug(.hasp())
            var events = monitor.events().makeAsyncIterator()
            #expect(await events.next()?.word == "arrived hasp:7 1-2 ready")
            bus.unplug(plug)
            bus.plug(.hasp(port: "1-4"))
            #expect(await events.next()?.word == "bounced hasp:7 1-4 ready")
            #expect(await events.next()?.word == "changed hasp:7 1-4 ready")
        }
    }
}

extension KeyEvent {
    fileprivate var word: String {
        "\(verb) \(key.id?.description ?? "?") \(key.place) \(key.state)"
    }
}
