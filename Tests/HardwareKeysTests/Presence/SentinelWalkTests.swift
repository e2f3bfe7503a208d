import LicenseBinding
import SeededRandomness
import Testing
import USBBus

@testable import HardwareKeys

/// HASP and Sentinel keys that people plug and pull at random, with a run-time that lags and fails.
struct SentinelWalkTests {
    /// What is really there, what the run-time knows of it, and what was told.
    private struct Walk {
        var bus = WatchedBus()
        var random: SeededGenerator
        /// The keys in the ports.
        var plugged: [UInt8: (id: UInt64, device: USBDevice)] = [:]
        /// The keys that were there at each second.
        var history: [Set<UInt64>] = [[]]
        var lag = 0
        var isDown = false
        /// The last state that was told of each key.
        var told: [String: String] = [:]
        /// Arrivals of keys that were told before, and removals of keys that were not.
        var doubleEvents: [String] = []
        /// Removals of keys that are there.
        var falseRemovals: [String] = []
        /// Keys that are told as ready long after they were pulled.
        var falsePresence: Set<String> = []

        init(seed: UInt64) {
            random = SeededGenerator(seed: seed)
        }

        var present: Set<UInt64> { Set(plugged.values.map(\.id)) }

        mutating func plugOrPull() {
            let port = UInt8.random(in: 1...3, using: &random)
            if let (_, device) = plugged[port] {
                plugged[port] = nil
                hear(bus.leave(device))
            } else if let id = [UInt64(7), 8, 9].filter({ !present.contains($0) })
                .randomElement(using: &random)
            {
                let device = bus.device(WatchedBus.haspHL, port: port)
                plugged[port] = (id, device)
                hear(bus.arrive(device))
            }
        }

        mutating func second() {
            history.append(present)
            hear(bus.pass(1))
            // A removal takes five seconds to be told, and the run-time lags by four at most.
            for (key, state) in told where state == "ready" {
                let wasThere = history.suffix(11).contains { $0.contains { "hasp:\($0)" == key } }
                if !wasThere { falsePresence.insert(key) }
            }
        }

        /// Answers come when everything else was told.
        private mutating func hear(_ steps: [String]) {
            for step in steps where !step.hasPrefix("ask") && step != "enumerate" { note(step) }
            for step in steps where step.hasPrefix("ask") {
                hear(isDown ? bus.runtimeFails() : bus.runtime(tells: known.sorted().map { $0 }))
            }
            if steps.contains("enumerate") { enumerate() }
        }

        private var known: Set<UInt64> { history[max(history.count - 1 - lag, 0)] }

        private mutating func enumerate() {
            let devices = plugged.values.map(\.device)
            guard !isDown, !devices.isEmpty, known.count <= devices.count else {
                return hear(bus.enumerate([]))
            }
            do {
                hear(
                    bus.enumerate(
                        try known.enumerated().map {
                            try WatchedBus.key(devices[$0.offset], .hasp($0.element))
                        }))
            } catch {
                preconditionFailure("the catalog knows the model")
            }
        }

        private mutating func note(_ event: String) {
            let words = event.split(separator: " ").map(String.init)
            guard words[1] != "?" else { return }
            switch words[0] {
            case "arrived":
                if told[words[1]] != nil { doubleEvents.append(event) }
                told[words[1]] = words.last
            case "left":
                if present.contains(where: { "hasp:\($0)" == words[1] }) {
                    falseRemovals.append(event)
                }
                if told.removeValue(forKey: words[1]) == nil { doubleEvents.append(event) }
            case "changed": told[words[1]] = words.last
            default: break
            }
        }
    }

    /// - Parameter pause: seconds between two things that people do.
    private func walk(_ seed: UInt64, pause: ClosedRange<Int>) -> Walk {
        var walk = Walk(seed: seed)
        for _ in 0..<25 {
            if Int.random(in: 0..<3, using: &walk.random) > 0 { walk.plugOrPull() }
            walk.lag = Int.random(in: 0...4, using: &walk.random)
            walk.isDown = Int.random(in: 0..<5, using: &walk.random) == 0
            for _ in 0..<Int.random(in: pause, using: &walk.random) { walk.second() }
        }
        (walk.lag, walk.isDown) = (0, false)
        for _ in 0..<90 { walk.second() }
        return walk
    }

    private func expectTruth(_ walk: Walk, _ seed: UInt64) {
        let truth = walk.present.map { ("hasp:\($0)", "ready") }
        #expect(walk.told == Dictionary(uniqueKeysWithValues: truth), "\(seed)")
        #expect(walk.doubleEvents.isEmpty, "\(seed)")
    }

    @Test func `whatever happens how fast, in the end what is there is told`() {
        for seed in UInt64(0)..<1000 { expectTruth(walk(seed, pause: 0...7), seed) }
    }

    @Test
    func
        `where people take their time, no key is told as gone that is there, and none counts that is gone`()
    {
        for seed in UInt64(0)..<1000 {
            let walk = walk(seed, pause: 16...25)
            expectTruth(walk, seed)
            #expect(walk.falseRemovals.isEmpty, "\(seed)")
            #expect(walk.falsePresence.isEmpty, "\(seed)")
        }
    }
}
