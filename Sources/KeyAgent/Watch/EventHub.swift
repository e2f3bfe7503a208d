import AgentProtocol
import LicenseBinding
import Synchronization
import SystemThreads

/// Tells every event to all who listen. One who does not keep up is let go, and begins anew.
final class EventHub: Sendable {
    enum Message: Sendable {
        case event(AgentEvent, JSONObject)
        /// Shows that the agent is there, and finds out who is not.
        case sign
    }

    private let messages = Broadcast<Message>(keeping: .bufferingOldest(64))
    /// Counts the events about keys, from a number that no other agent began with.
    private let count = Mutex(Int64.random(in: 1...1 << 40))

    private let onEvent: @Sendable (AgentEvent, JSONObject) -> Void

    /// - Parameter onEvent: told every event too.
    init(_ onEvent: @escaping @Sendable (AgentEvent, JSONObject) -> Void = { _, _ in }) {
        self.onEvent = onEvent
    }

    /// The number of the last event about keys.
    var sequence: Int64 { count.withLock(\.self) }

    /// All messages from now on, and a number that none before them is above.
    func listen() -> (sequence: Int64, stream: AsyncStream<Message>) {
        // In this order: of an event between the two, the number is told.
        let stream = messages.stream()
        return (sequence, stream)
    }

    var isHeard: Bool { messages.hasListeners }

    func tell(_ message: Message) {
        if case .event(.keys, _) = message { count.withLock { $0 += 1 } }
        if case .event(let event, let data) = message { onEvent(event, data) }
        messages.send(message)
    }

    func close() {
        messages.close()
    }
}
