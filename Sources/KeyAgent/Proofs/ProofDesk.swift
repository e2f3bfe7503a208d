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

    /// How many sets of keys of one user are looked at at once, and how many may wait besides.
    private static let (mostLooks, mostLanes) = (4, 64)

    /// Why a question gets no answer.
    enum Failure: Error {
        case bus(USBError)
        /// This user asks for too many different sets of keys at once.
        case crowded
    }

    private struct Waiting {
        let query: ProofQuery
        let answer: CheckedContinuation<Result<ProofLook.Found, Failure>, Never>
    }

    /// Those who wait, and which of their lanes are at work.
    private struct Lanes {
        var waiting: [ProofLane: [Waiting]] = [:]
        var working: Set<ProofLane> = []
        /// Lanes that wait for their turn, those first that came first.
        var queue: [ProofLane] = []

        func looks(of user: UInt32?) -> Int { working.count { $0.user == user } }

        func isCrowded(for lane: ProofLane) -> Bool {
            lane.user != nil && waiting[lane] == nil && !working.contains(lane)
                && queue.count { $0.user == lane.user } >= ProofDesk.mostLanes
        }
    }

    private let look: ProofLook
    private let lanes = Mutex(Lanes())

    init(_ look: ProofLook) {
        self.look = look
    }

    /// Lets the keys sign; suspends for as long as they take.
    /// - Parameter user: who asks; nothing for the agent itself.
    func answer(
        to question: AgentQuestion, of user: UInt32? = nil
    ) async throws(Failure) -> AgentAnswer {
        let answers = await withTaskGroup { tasks in
            for (index, query) in question.queries.enumerated() {
                tasks.addTask { (index, await self.answer(to: query, of: user)) }
            }
            return await tasks.reduce(into: [Int: Result<ProofLook.Found, Failure>]()) {
                $0[$1.0] = $1.1
            }
        }
        var keys: [PresentKey] = []
        var proofs: [[AgentProof]] = []
        var sequence: Int64?
        for index in question.queries.indices {
            let answer = try answers[index].map { (answer) throws(Failure) in try answer.get() }
            for key in answer?.keys ?? [] where !keys.contains(key) { keys.append(key) }
            proofs.append(answer?.proofs ?? [])
            sequence = [sequence, answer?.sequence].compactMap(\.self).min()
        }
        return AgentAnswer(keys: keys, proofs: proofs, sequence: sequence ?? 0)
    }

    private func answer(
        to query: ProofQuery, of user: UInt32?
    ) async -> Result<ProofLook.Found, Failure> {
        let lane = ProofLane(query, of: user)
        return await withCheckedContinuation { continuation in
            let isCrowded = lanes.withLock { lanes in
                if lanes.isCrowded(for: lane) { return true }
                let isNew = lanes.waiting[lane] == nil && !lanes.working.contains(lane)
                lanes.waiting[lane, default: []].append(
                    Waiting(query: query, answer: continuation))
                if isNew { lanes.queue.append(lane) }
                return false
            }
            if isCrowded { return continuation.resume(returning: .failure(.crowded)) }
            begin(for: user)
        }
    }

    /// Begins to work on the lanes of a user whose turn it is.
    private func begin(for user: UInt32?) {
        let lane = lanes.withLock { lanes -> ProofLane? in
            guard lanes.looks(of: user) < Self.mostLooks,
                let place = lanes.queue.firstIndex(where: { $0.user == user })
            else { return nil }
            let lane = lanes.queue.remove(at: place)
            lanes.working.insert(lane)
            return lane
        }
        if let lane { Task { await work(on: lane) } }
    }

    /// One look after the other, as long as somebody waits.
    private func work(on lane: ProofLane) async {
        while let waiting = next(in: lane) {
            let (answers, counters) = await look.answers(to: waiting.map(\.query))
            for (waiting, answer) in zip(waiting, answers) {
                waiting.answer.resume(returning: answer.mapError { .bus($0) })
            }
            // Nobody waits for the disk.
            look.keep(counters)
            await gather(in: lane)
        }
        begin(for: lane.user)
    }

    /// Waits as long as more come.
    private func gather(in lane: ProofLane) async {
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

    private func waitingCount(in lane: ProofLane) -> Int {
        lanes.withLock { $0.waiting[lane]?.count ?? 0 }
    }

    private func next(in lane: ProofLane) -> [Waiting]? {
        lanes.withLock { lanes in
            let waiting = lanes.waiting.removeValue(forKey: lane)
            if waiting == nil { lanes.working.remove(lane) }
            return waiting
        }
    }
}
