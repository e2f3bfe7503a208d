import AgentProtocol
import HardwareKeys
import LicenseBinding
import LicenseStore
import Synchronization
import USBBus

/// Takes questions, and lets the keys answer all that wait for the same keys with one signature.
final class ProofDesk: Sendable {
    /// How long nobody may have come before the next look begins, and the longest that is waited for that: of
    /// many that start at once the first is answered at once, and the rest together.
    private static let (lull, longestGathering) = (Duration.milliseconds(100), Duration.seconds(2))

    private struct Lane {
        var waiting: [Waiting] = []
        var isAtWork = false
    }

    private struct Waiting {
        let query: ProofQuery
        let answer: CheckedContinuation<ProofLook.Answer, Never>
    }

    private let look: ProofLook
    /// Those who wait, by the keys that they wait for: a busy key holds up only who needs it.
    private let lanes = Mutex<[Set<KeyID>: Lane]>([:])

    init(_ look: ProofLook) {
        self.look = look
    }

    /// Lets the keys sign; suspends for as long as they take.
    func answer(to question: AgentQuestion) async throws(USBError) -> AgentAnswer {
        let answers = await withTaskGroup { tasks in
            for (index, query) in question.queries.enumerated() {
                tasks.addTask { (index, await self.answer(to: query)) }
            }
            return await tasks.reduce(into: [Int: ProofLook.Answer]()) { $0[$1.0] = $1.1 }
        }
        var keys: [PresentKey] = []
        var proofs: [[AgentProof]] = []
        var sequence: Int64?
        for index in question.queries.indices {
            let answer = try answers[index].map { (answer) throws(USBError) in try answer.get() }
            for key in answer?.keys ?? [] where !keys.contains(key) { keys.append(key) }
            proofs.append(answer?.proofs ?? [])
            sequence = [sequence, answer?.sequence].compactMap(\.self).min()
        }
        return AgentAnswer(keys: keys, proofs: proofs, sequence: sequence ?? 0)
    }

    private func answer(to query: ProofQuery) async -> ProofLook.Answer {
        let lane = Set(query.credentials.map(\.keyID))
        return await withCheckedContinuation { continuation in
            let begins = lanes.withLock { lanes in
                lanes[lane, default: Lane()].waiting.append(
                    Waiting(query: query, answer: continuation))
                defer { lanes[lane]?.isAtWork = true }
                return lanes[lane]?.isAtWork == false
            }
            if begins { Task { await work(on: lane) } }
        }
    }

    /// One look after the other, as long as somebody waits.
    private func work(on lane: Set<KeyID>) async {
        while let waiting = next(in: lane) {
            let (answers, counters) = await look.answers(to: waiting.map(\.query))
            for (waiting, answer) in zip(waiting, answers) {
                waiting.answer.resume(returning: answer)
            }
            // Nobody waits for the disk.
            look.keep(counters)
            await gather(in: lane)
        }
    }

    /// Waits as long as more come.
    private func gather(in lane: Set<KeyID>) async {
        let end = ContinuousClock.now + Self.longestGathering
        var count = waitingCount(in: lane)
        while count > 0, .now < end {
            // Nobody cancels it.
            try? await Task.sleep(for: Self.lull)
            let now = waitingCount(in: lane)
            if now == count { return }
            count = now
        }
    }

    private func waitingCount(in lane: Set<KeyID>) -> Int {
        lanes.withLock { $0[lane]?.waiting.count ?? 0 }
    }

    private func next(in lane: Set<KeyID>) -> [Waiting]? {
        lanes.withLock { lanes in
            let waiting = lanes[lane]?.waiting ?? []
            lanes[lane] = waiting.isEmpty ? nil : Lane(waiting: [], isAtWork: true)
            return waiting.isEmpty ? nil : waiting
        }
    }
}
