import Foundation
import GuestMessages
import RedirectedUSB
import SimulatedDevices
import Testing
import VirtualMachine

extension OnRealKernel {
    struct CycleTests {
        private static let cycles = 200
        /// Two at once take hardly longer than half of the cycles: much of a plug is waiting.
        private static let machines = 2

        @Test func `two hundred plugs and unplugs at random lose nothing and keep nothing`()
            async throws
        {
            let latencies = try await withThrowingTaskGroup { group in
                for _ in 0..<Self.machines {
                    group.addTask {
                        try await RealKernel.exclusively { machine in
                            try await cycle(Self.cycles / Self.machines, in: machine)
                        }
                    }
                }
                return try await group.reduce([], +)
            }
            #expect(latencies.count == Self.cycles)
            report(latencies)
        }

        /// From the kernel's word of each plug to the line of `keys watch`.
        private func cycle(_ cycles: Int, in machine: VirtualMachine) async throws -> [Duration] {
            let port = machine.ports[0]
            // So long that a slow machine makes no pause that is longer.
            let debounced = try await machine.watch("--debounce 2m")
            let watch = try await machine.watch("--debounce 0s")
            var generator = SystemRandomNumberGenerator()
            func pause() async throws {
                let wait = Int.random(in: 0...60, using: &generator)
                try await Task.sleep(for: .milliseconds(wait))
            }
            var latencies: [Duration] = []
            var before: Footprint?
            for cycle in 0..<cycles {
                let plugged = try await machine.plug(.key(), into: port)
                let arrival = try await watch.next()
                #expect(arrival.text == "arrived ready \(port.name)")
                latencies.append(arrival.at - plugged.at)
                try await pause()
                try await machine.unplug(port)
                #expect(try await watch.next().text == "left ready \(port.name)")
                try await pause()
                // The first ones fill what is kept for good.
                if cycle == 20 { before = try await Footprint(of: watch, in: machine) }
            }
            let after = try await Footprint(of: watch, in: machine)
            #expect(try watch.events.count == 2 * cycles)
            #expect(after.openFiles == before?.openFiles)
            #expect(
                after.memory < (before?.memory ?? 0) + 2048,
                "\(String(describing: before)) \(after)")

            try await machine.plug(.key(), into: port)
            #expect(try await watch.next().text == "arrived ready \(port.name)")
            try await Task.sleep(for: .seconds(6))
            // A return may be too short for a look.
            let told = try debounced.events.map(\.text)
            #expect(told.first == "arrived ready \(port.name)")
            #expect(Set(told.dropFirst()) == ["bounced ready \(port.name)"])
            #expect(told.count <= 1 + cycles)
            #expect(try await machine.keys().count == 1)
            return latencies
        }

        private func report(_ latencies: [Duration]) {
            let sorted = latencies.sorted()
            let (median, high) = (sorted[sorted.count / 2], sorted[sorted.count * 99 / 100])
            print(
                "plug to event, after the kernel's: p50 \(median.milliseconds) ms, ", terminator: ""
            )
            print("p99 \(high.milliseconds) ms, of \(sorted.count)")
            #expect(high < .seconds(5))
        }
    }
}

/// What a process holds.
private struct Footprint {
    let openFiles: Int
    /// Resident, in KiB.
    let memory: Int

    init(of watch: GuestWatch, in machine: VirtualMachine) async throws {
        let folder = "/proc/\(watch.processID)"
        let result = try await machine.run(
            "ls \(folder)/fd | wc -l; sed -n 's/VmRSS:[^0-9]*\\([0-9]*\\).*/\\1/p' \(folder)/status",
            as: .root)
        let numbers = result.output.split(separator: "\n").compactMap { Int($0) }
        try #require(numbers.count == 2, "\(result)")
        (openFiles, memory) = (numbers[0], numbers[1])
    }
}

extension Duration {
    fileprivate var milliseconds: String {
        String(format: "%.1f", self / .milliseconds(1))
    }
}
