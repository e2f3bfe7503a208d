import AgentClient
import FoundationEssentials
import HardwareKeys
import LicenseBinding
import Synchronization
import SystemThreads

/// What a session does in the background: it looks again when a key came or left, and before a proof is too old.
final class SessionCore: Sendable {
    /// How soon a program without a license is looked at again, though no key came.
    private static let hope = Duration.seconds(60)
    /// How long a verdict is answered again without being worked out anew.
    private static let freshness = Duration.seconds(1)

    private struct State {
        var outcome: SearchOutcome
        var found: SearchOutcome.Found?
        var verdict: LicenseVerdict
        var judged: ContinuousClock.Instant
        var watch: KeyChanges?
        var work: Task<Void, Never>?
        var isClosed = false
    }

    private let search: LicenseSearch
    private let state: Mutex<State>
    private let pulse = Pulse()
    private let verdicts = Broadcast<LicenseVerdict>()

    /// Looks for the first time.
    init(_ search: LicenseSearch) async {
        self.search = search
        let outcome = await search.outcome()
        let now = ContinuousClock.now
        let found = outcome.found
        let verdict = Self.verdict(of: outcome, found, at: now, time: search.settings.clock().time)
        state = Mutex(State(outcome: outcome, found: found, verdict: verdict, judged: now))
    }

    /// Goes on in the background until ``close()``.
    func start() {
        let work = Task { await self.work() }
        state.withLock { $0.work = work }
    }

    var verdict: LicenseVerdict {
        state.withLock { state in
            let now = ContinuousClock.now
            if now - state.judged > Self.freshness { judge(&state, at: now) }
            return state.verdict
        }
    }

    func changes() -> AsyncStream<LicenseVerdict> { verdicts.stream() }

    func close() {
        let (watch, work) = state.withLock { state in
            state.isClosed = true
            defer { (state.watch, state.work) = (nil, nil) }
            return (state.watch, state.work)
        }
        search.seat.giveBack(by: search.settings.agent)
        verdicts.close()
        watch?.stop()
        work?.cancel()
        pulse.end()
    }
}

extension SessionCore {
    private func work() async {
        var looked = ContinuousClock.now
        follow()
        pulse.set(to: nextLook(after: looked))
        while let hasChanged = await pulse.next() {
            if hasChanged || .now >= due(after: looked) {
                await look()
                looked = .now
            } else {
                settle()
            }
            pulse.set(to: nextLook(after: looked))
        }
    }

    private func due(after looked: ContinuousClock.Instant) -> ContinuousClock.Instant {
        let (isAccepted, isBusy) = state.withLock {
            ($0.verdict.isAccepted, $0.found?.standing.isBusy == true)
        }
        let (isSeat, isInTrouble) = state.withLock { state in
            (state.found?.route == .seat, state.verdict.graceLeft != nil)
        }
        guard !isSeat else {
            return looked
                + (isAccepted && !isInTrouble
                    ? search.settings.seatRenewal : search.settings.seatRetry)
        }
        let renewal =
            isAccepted
            ? search.settings.renewal
            : search.settings.waitsForSeat ? search.settings.seatRetry : Self.hope
        return looked + (isBusy ? search.settings.busyRetry : renewal)
    }

    /// When there is something to do though nothing happens.
    private func nextLook(after looked: ContinuousClock.Instant) -> ContinuousClock.Instant {
        let standing = state.withLock { $0.found?.standing }
        let change = standing?.nextChange(after: .now, time: search.settings.clock().time)
        return min(due(after: looked), change ?? due(after: looked))
    }

    private func look() async {
        let running = state.withLock { $0.found?.standing }
        let outcome = await search.outcome(
            after: running?.isRunning == true ? running : nil)
        state.withLock { state in
            state.outcome = outcome
            state.found = outcome.found
        }
        settle()
        follow()
    }

    /// Works the verdict out anew, and tells it if it is another one.
    private func settle() {
        let changed = state.withLock { state -> LicenseVerdict? in
            let before = state.verdict.told
            judge(&state, at: .now)
            return state.verdict.told != before ? state.verdict : nil
        }
        if let changed { verdicts.send(changed) }
    }

    private func judge(_ state: inout State, at now: ContinuousClock.Instant) {
        state.judged = now
        state.verdict = Self.verdict(
            of: state.outcome, state.found, at: now, time: search.settings.clock().time)
    }

    private static func verdict(
        of outcome: SearchOutcome, _ found: SearchOutcome.Found?, at now: ContinuousClock.Instant,
        time: Date
    ) -> LicenseVerdict {
        let judged =
            found?.standing.verdict(at: now, time: time)
            ?? .refused([outcome.absence])
        return LicenseVerdict(
            judged, on: found?.standing.license.id, by: judged.isAccepted ? found?.route : nil,
            after: outcome.passedOver(before: judged.isAccepted ? found?.route : nil))
    }

    private func hear(_ news: KeyChanges.News) {
        switch news {
        case .agent(.verdict): return
        // A key may have been pulled between the look and the watch.
        case .watching, .agent(.keys), .ports(.left), .ports(.changed), .ports(.bounced): break
        case .agent(.listening(let sequence)):
            // Nothing has happened since it was asked.
            let known = state.withLock { $0.outcome.tries.lazy.compactMap(\.sequence).first }
            if known == sequence { return }
        case .ports(.arrived(let key)):
            // A key that has just been proven is the first thing that is told.
            let known = state.withLock(\.verdict.keys)
            let ids = key.ids.map(\.description)
            if !ids.isEmpty, ids.allSatisfy(known.contains) { return }
        }
        pulse.change()
    }

    /// Listens where changes of the keys are told, which may be elsewhere than before.
    private func follow() {
        let (old, plan) = state.withLock { state -> (KeyChanges?, KeyChanges.Plan?) in
            let plan = KeyChanges.Plan(state.outcome, state.found)
            guard !state.isClosed, state.watch?.plan != plan else { return (nil, nil) }
            defer { state.watch = nil }
            return (state.watch, plan)
        }
        guard let plan else { return }
        old?.stop()
        let watch = KeyChanges(plan, search.settings) { [weak self] news in
            self?.hear(news)
        }
        let isLate = state.withLock { state in
            if !state.isClosed { state.watch = watch }
            return state.isClosed
        }
        if isLate { watch.stop() }
    }
}

extension LicenseVerdict {
    /// What is told only when it changes.
    fileprivate var told: [String] {
        [isAccepted ? "accepted" : "refused", license ?? "", route?.rawValue ?? ""]
            + refusals.map(\.code) + warnings.map(\.code) + keys
    }
}
