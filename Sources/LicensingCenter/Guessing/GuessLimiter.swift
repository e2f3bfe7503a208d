package import CenterProtocol
import Synchronization

/// Slows those who guess PINs, and locks nobody out: a lock would punish the owner of a kit.
///
/// Who fails for a registration number waits longer each time before he may try that number again. All attempts
/// together have a budget. The first attempt of an address has one of its own, so that an owner gets through while
/// others guess, and whoever has been right for a registration number before needs none.
package final class GuessLimiter: Sendable {
    package typealias Instant = ContinuousClock.Instant

    /// Who tries what.
    package struct Source: Hashable, Sendable {
        package let registration: RegistrationNumber
        /// The address, or the network of one that has many.
        package let address: String

        package init(registration: RegistrationNumber, address: String) {
            self.registration = registration
            self.address = address
        }
    }

    package struct Limits: Sendable {
        /// For addresses that neither have failed nor are trying already.
        package var firsts = AttemptBudget.Size(burst: 1000, perSecond: 10)
        package var others = AttemptBudget.Size(burst: 100, perSecond: 10)
        package var firstDelay = Duration.seconds(1)
        package var longestDelay = Duration.seconds(60)
        /// How long a failure is remembered.
        package var memory = Duration.seconds(3600)
        /// How many sources are remembered.
        package var most = 100_000

        package init() {}
    }

    /// What an attempt has cost.
    fileprivate enum Charge {
        case nothing, first, other
    }

    /// Somebody may try a PIN, and tells how it ended: once, by one of the three ways.
    package struct Attempt: Sendable {
        let source: Source
        fileprivate let charge: Charge
        private let limiter: GuessLimiter

        fileprivate init(_ source: Source, _ charge: Charge, _ limiter: GuessLimiter) {
            self.source = source
            self.charge = charge
            self.limiter = limiter
        }

        /// The PIN was wrong.
        package func failed(at now: Instant = .now) {
            limiter.end(self) { $0.failed(self, at: now) }
        }

        /// The PIN was one of the kit that was named.
        package func succeeded() { limiter.end(self) { $0.succeeded(self) } }
        /// It was no guess.
        package func undecided() { limiter.end(self) { $0.giveBack(self) } }
    }

    package enum Admission: Sendable {
        case attempt(Attempt)
        /// How long to wait before asking again.
        case wait(Duration)
    }

    fileprivate struct Failures {
        var count: Int
        var next: Instant
    }

    fileprivate struct State {
        let limits: Limits
        var firsts: AttemptBudget
        var others: AttemptBudget
        var sources: [Source: Failures] = [:]
        /// When each address last failed.
        var addresses: [String: Instant] = [:]
        /// How many attempts of each address have not ended.
        var trying: [String: Int] = [:]
        var known: Set<Source> = []
    }

    private let state: Mutex<State>

    package init(_ limits: Limits = Limits(), at now: Instant = .now) {
        state = Mutex(
            State(
                limits: limits, firsts: AttemptBudget(limits.firsts, at: now),
                others: AttemptBudget(limits.others, at: now)))
    }

    /// Asks to try a PIN.
    package func admit(_ source: Source, at now: Instant = .now) -> Admission {
        let answer = state.withLock { $0.charge(source, at: now) }
        switch answer {
        case .success(let charge): return .attempt(Attempt(source, charge, self))
        case .failure(let wait): return .wait(wait.duration)
        }
    }

    private func end(_ attempt: Attempt, _ work: (inout State) -> Void) {
        state.withLock { state in
            let left = (state.trying[attempt.source.address] ?? 0) - 1
            state.trying[attempt.source.address] = left > 0 ? left : nil
            work(&state)
        }
    }
}

private struct Wait: Error {
    let duration: Duration
}

extension GuessLimiter.State {
    mutating func charge(
        _ source: GuessLimiter.Source, at now: GuessLimiter.Instant
    ) -> Result<GuessLimiter.Charge, Wait> {
        if let failures = sources[source], failures.next > now {
            return .failure(Wait(duration: failures.next - now))
        }
        var charge = GuessLimiter.Charge.nothing
        if !known.contains(source) {
            let isFirst = addresses[source.address] == nil && trying[source.address] == nil
            let wait = isFirst ? firsts.take(at: now) : others.take(at: now)
            if let wait { return .failure(Wait(duration: wait)) }
            charge = isFirst ? .first : .other
        }
        trying[source.address, default: 0] += 1
        return .success(charge)
    }

    mutating func failed(_ attempt: GuessLimiter.Attempt, at now: GuessLimiter.Instant) {
        let source = attempt.source
        let count = min((sources[source]?.count ?? 0) + 1, 30)
        let delay = min(limits.firstDelay * (1 << (count - 1)), limits.longestDelay)
        sources[source] = .init(count: count, next: now + delay)
        addresses[source.address] = now
        known.remove(source)
        forget(at: now)
    }

    mutating func succeeded(_ attempt: GuessLimiter.Attempt) {
        sources[attempt.source] = nil
        if known.count < limits.most { known.insert(attempt.source) }
        giveBack(attempt)
    }

    mutating func giveBack(_ attempt: GuessLimiter.Attempt) {
        switch attempt.charge {
        case .nothing: break
        case .first: firsts.giveBack()
        case .other: others.giveBack()
        }
    }

    private mutating func forget(at now: GuessLimiter.Instant) {
        guard sources.count > limits.most || addresses.count > limits.most else { return }
        let before = now - limits.memory
        sources = sources.filter { $0.value.next > before }
        addresses = addresses.filter { $0.value > before }
        // So many at once are an attack from everywhere, which the budget holds back.
        if sources.count > limits.most { sources = [:] }
        if addresses.count > limits.most { addresses = [:] }
    }
}
