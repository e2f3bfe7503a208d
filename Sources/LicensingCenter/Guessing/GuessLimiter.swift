package import CenterProtocol
import Synchronization

/// Slows those who guess PINs, and locks nobody out: a lock would punish the owner of a kit.
///
/// Who fails for a registration number waits longer each time before he may try that number again. All attempts
/// together have a budget; half of it is left for addresses that have not failed, so that the owner gets through while
/// others guess, and one that has been right before needs none of it.
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
        /// How many attempts there may be at once, and how many more each second.
        package var burst = 200.0
        package var perSecond = 10.0
        package var firstDelay = Duration.seconds(1)
        package var longestDelay = Duration.seconds(60)
        /// How long a failure is remembered.
        package var memory = Duration.seconds(3600)
        /// How many sources are remembered.
        package var most = 100_000

        package init() {}
    }

    private struct Failures {
        var count: Int
        var next: Instant
    }

    private struct State {
        var budget: Double
        var filled: Instant
        var sources: [Source: Failures] = [:]
        /// When each address last failed.
        var addresses: [String: Instant] = [:]
        var known: Set<Source> = []
    }

    private let limits: Limits
    private let state: Mutex<State>

    package init(_ limits: Limits = Limits(), at now: Instant = .now) {
        self.limits = limits
        state = Mutex(State(budget: limits.burst, filled: now))
    }

    /// Asks to try a PIN. Whoever may is told of the end by ``failed(_:at:)`` or ``succeeded(_:)``.
    /// - Returns: how long to wait before asking again; nothing for who may.
    package func delay(of source: Source, at now: Instant = .now) -> Duration? {
        state.withLock { state in
            if let failures = state.sources[source], failures.next > now {
                return failures.next - now
            }
            if state.known.contains(source) { return nil }
            fill(&state, at: now)
            let reserve = state.addresses[source.address] == nil ? 0 : limits.burst / 2
            guard state.budget >= reserve + 1 else {
                return .seconds((reserve + 1 - state.budget) / limits.perSecond)
            }
            state.budget -= 1
            return nil
        }
    }

    package func failed(_ source: Source, at now: Instant = .now) {
        state.withLock { state in
            let count = min((state.sources[source]?.count ?? 0) + 1, 30)
            let delay = min(limits.firstDelay * (1 << (count - 1)), limits.longestDelay)
            state.sources[source] = Failures(count: count, next: now + delay)
            state.addresses[source.address] = now
            state.known.remove(source)
            forget(&state, at: now)
        }
    }

    package func succeeded(_ source: Source) {
        state.withLock { state in
            state.sources[source] = nil
            if state.known.count < limits.most { state.known.insert(source) }
        }
        undecided()
    }

    /// It was no guess, whoever tried: the budget has it again.
    package func undecided() {
        state.withLock { $0.budget = min($0.budget + 1, limits.burst) }
    }

    private func fill(_ state: inout State, at now: Instant) {
        let time = now - state.filled
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
        state.budget = min(state.budget + seconds * limits.perSecond, limits.burst)
        state.filled = now
    }

    private func forget(_ state: inout State, at now: Instant) {
        guard state.sources.count > limits.most || state.addresses.count > limits.most else {
            return
        }
        let before = now - limits.memory
        state.sources = state.sources.filter { $0.value.next > before }
        state.addresses = state.addresses.filter { $0.value > before }
        // So many at once are an attack from everywhere, which the budget holds back.
        if state.sources.count > limits.most { state.sources = [:] }
        if state.addresses.count > limits.most { state.addresses = [:] }
    }
}
