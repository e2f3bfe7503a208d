import AgentProtocol
import LicenseBinding
import Synchronization

/// Hands every event to all who listen. One who does not keep up is let go, and begins anew.
final class EventHub: Sendable {
    private static let mostWaiting = 64

    enum Message: Sendable {
        case event(AgentEvent, JSONObject)
        /// Shows that the agent is there, and finds out who is not.
        case sign
    }

    private struct State {
        var listeners: [Int: AsyncStream<Message>.Continuation] = [:]
        var number = 0
        var isClosed = false
        /// Counts the events about keys, from a number that no other agent began with.
        var sequence = Int64.random(in: 1...1 << 40)
    }

    private let state = Mutex(State())

    /// A stream of all events from now on; it ends with the hub.
    func messages() -> (sequence: Int64, stream: AsyncStream<Message>) {
        let (messages, listener) = AsyncStream.makeStream(
            of: Message.self, bufferingPolicy: .bufferingOldest(Self.mostWaiting))
        let (number, sequence) = state.withLock { state -> (Int?, Int64) in
            guard !state.isClosed else { return (nil, state.sequence) }
            state.number += 1
            state.listeners[state.number] = listener
            return (state.number, state.sequence)
        }
        guard let number else {
            listener.finish()
            return (sequence, messages)
        }
        listener.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.listeners.removeValue(forKey: number) }
        }
        return (sequence, messages)
    }

    var sequence: Int64 { state.withLock(\.sequence) }

    func tell(_ message: Message) {
        let listeners = state.withLock { state in
            if case .event(.keys, _) = message { state.sequence += 1 }
            return Array(state.listeners.values)
        }
        // Outside the lock, which a stream's end takes.
        for listener in listeners {
            if case .dropped = listener.yield(message) { listener.finish() }
        }
    }

    func close() {
        let listeners = state.withLock { state in
            state.isClosed = true
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }
}
