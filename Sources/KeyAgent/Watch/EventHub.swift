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
    }

    private let state = Mutex(State())

    /// A stream of all events from now on; it ends with the hub.
    func messages() -> AsyncStream<Message> {
        let (messages, listener) = AsyncStream.makeStream(
            of: Message.self, bufferingPolicy: .bufferingOldest(Self.mostWaiting))
        let number = state.withLock { state -> Int? in
            guard !state.isClosed else { return nil }
            state.number += 1
            state.listeners[state.number] = listener
            return state.number
        }
        guard let number else {
            listener.finish()
            return messages
        }
        listener.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.listeners.removeValue(forKey: number) }
        }
        return messages
    }

    func tell(_ message: Message) {
        // Outside the lock, which a stream's end takes.
        for listener in state.withLock({ Array($0.listeners.values) }) {
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
