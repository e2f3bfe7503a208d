import SeededRandomness
import SimulatedBus
import SimulatedDevices
import Testing
import USBBus

extension OnSimulatedBus {
    struct USBSessionStressTests {
        private static let changes = 1000
        private static let subscribers = 4

        @Test(arguments: [Duration.seconds(3600), .milliseconds(3)])
        func `a thousand changes reach every subscriber once and in order`(
            interval: Duration
        ) async throws {
            try await SimulatedBus.exclusively { bus in
                _ = try USBScan.devices()
                let files = try Resources.openFiles
                var told: [[String]] = []
                var expected: [String: Int] = [:]
                do {
                    let session = try USBSession(rescanEvery: interval)
                    let tasks = (0..<Self.subscribers).map { _ in
                        let events = session.events()
                        return Task { await events.reduce(into: []) { $0.append($1.text) } }
                    }
                    expected = await Self.shake(bus, session)
                    _ = consume session
                    for task in tasks { told.append(await task.value) }
                }
                #expect(told.allSatisfy { $0 == told[0] })
                #expect(told[0].count == Self.changes)
                #expect(Dictionary(told[0].map { ($0, 1) }, uniquingKeysWith: +) == expected)
                Self.expectTurns(told[0])
                #expect(try await Resources.isTight(since: files, rounds: 100))
                #expect(try SimulatedBus.listeners == 0)
            }
        }

        /// Plugs and unplugs several devices at a time, and waits until all of that was told.
        /// - Returns: how often each event must come.
        private static func shake(
            _ bus: SimulatedBus, _ session: USBSession
        ) async -> [String: Int] {
            var events = session.events().makeAsyncIterator()
            var generator = SeededGenerator(seed: 1000)
            var plugs: [String: SimulatedPlug] = [:]
            var expected: [String: Int] = [:]
            var left = changes
            while left > 0 {
                let ports = (1...8).map { "1-\($0)" }.shuffled(using: &generator)
                let batch = ports.prefix(Int.random(in: 1...4, using: &generator))
                // The last changes unplug what is still there.
                let isEnd = left - batch.count < plugs.count + batch.count
                let chosen = isEnd ? ArraySlice(plugs.keys.sorted()) : batch
                for port in chosen.prefix(left) {
                    if let plug = plugs.removeValue(forKey: port) {
                        bus.unplug(plug)
                        expected["-" + port, default: 0] += 1
                    } else {
                        plugs[port] = bus.plug(.key.at(port))
                        expected["+" + port, default: 0] += 1
                    }
                }
                for _ in chosen.prefix(left) { _ = await events.next() }
                left -= chosen.prefix(left).count
                if chosen.isEmpty { break }
            }
            return expected
        }

        private static func expectTurns(_ told: [String]) {
            for (port, events) in Dictionary(grouping: told, by: { $0.dropFirst() }) {
                let turns = events.enumerated().allSatisfy { index, event in
                    event.first == (index.isMultiple(of: 2) ? "+" : "-")
                }
                #expect(turns, "\(port) arrives and leaves in turn")
                #expect(events.last?.first == "-")
            }
        }
    }
}
