import CommandRuns
import Foundation
import LicenseBinding
import PlainHTTP
import SeatProtocol
import Synchronization
import Testing

/// A server that is killed, again and again.
@Suite(.timeLimit(.minutes(5)))
struct SeatCrashTests {
    /// All that the server has ever answered, as its clients know it.
    private final class Checker: Sendable {
        private struct State {
            /// Leases that were granted, and not given back.
            var running: [LeaseID: SeatHand] = [:]
            var most = 0
            var granted = 0
            var isOver = false
        }

        private let state = Mutex(State())

        func granted(_ hand: SeatHand) {
            state.withLock { state in
                state.running[hand.lease] = hand
                state.granted += 1
                state.most = max(state.most, state.running.count)
            }
        }

        /// A client stops before it says so.
        func stopped(_ hand: SeatHand) {
            state.withLock { $0.running[hand.lease] = nil }
        }

        var running: [SeatHand] { state.withLock { Array($0.running.values) } }
        func end() { state.withLock { $0.isOver = true } }

        var isOver: Bool { state.withLock(\.isOver) }
        var most: Int { state.withLock(\.most) }
        var granted: Int { state.withLock(\.granted) }
    }

    @Test func `killed 50 times under load it grants no seat twice, and forgets none`() async throws
    {
        let seats = try await RunningSeats(seats: 6)
        try await seats.start()
        let checker = Checker()
        let load = Task {
            await withTaskGroup { tasks in
                for number in 0..<12 {
                    tasks.addTask {
                        while !checker.isOver {
                            // Between two servers there is none.
                            try? await Self.use(seats, user: "user-\(number)", checker)
                        }
                    }
                }
            }
        }
        for _ in 0..<50 {
            try await Task.sleep(for: .milliseconds(Int.random(in: 20...150)))
            try await seats.kill()
            let answered = checker.running
            try await seats.start()
            // Every answered claim is still there.
            let known = Set(try await seats.leases().map { try $0.text("lease") })
            for hand in answered where !known.contains(hand.lease.description) {
                // Unless it was given back meanwhile.
                let isGiven = !checker.running.contains { $0.lease == hand.lease }
                #expect(isGiven, "a seat was forgotten")
            }
        }
        checker.end()
        await load.value
        #expect(checker.most <= 6)
        #expect(checker.granted > 50)
    }

    private static func use(
        _ seats: RunningSeats, user: String, _ checker: Checker
    ) async throws {
        let hand = try SeatHand(user: user)
        let answer = try await hand.claim(at: seats)
        guard answer.status == 201 || answer.status == 200 else {
            try await Task.sleep(for: .milliseconds(5))
            return
        }
        checker.granted(hand)
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...20)))
        checker.stopped(hand)
        // Until it is done: a seat that nobody gives back is held for minutes.
        for _ in 0..<200 {
            if (try? await hand.release(at: seats).status) == 204 { return }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test func `a restarted server has all leases, and their clients go on`() async throws {
        let seats = try await RunningSeats(seats: 5)
        try await seats.start()
        let hands = try (0..<5).map { try SeatHand(user: "user-\($0)") }
        for hand in hands { #expect(try await hand.claim(at: seats).status == 201) }
        try await seats.kill()
        try await seats.start()
        #expect(try await SeatHand().claim(at: seats).code == "SEATS_FULL")
        for hand in hands {
            #expect(try await hand.claim(at: seats).status == 200)
            #expect(try await !hand.renew(at: seats).has("refusal"))
        }
        let since = try await seats.leases().map { try $0.integer("since", in: 0...Int64.max) ?? 0 }
        #expect(since.allSatisfy { abs(Double($0) - Date().timeIntervalSince1970) < 60 })
        // The database is nobody else's.
        let attributes = try FileManager.default.attributesOfItem(
            atPath: seats.site.path("state/agent/seats.sqlite"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
}
