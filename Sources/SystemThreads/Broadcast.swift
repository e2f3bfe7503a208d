import Synchronization

/// Hands every value to all who listen, each over a stream of its own. One who does not keep up is let go.
package final class Broadcast<Value: Sendable>: Sendable {
    package typealias Policy = AsyncStream<Value>.Continuation.BufferingPolicy

    private struct State {
        var listeners: [Int: AsyncStream<Value>.Continuation] = [:]
        var number = 0
        var isClosed = false
    }

    private let policy: Policy
    private let state = Mutex(State())

    package init(keeping policy: Policy = .unbounded) {
        self.policy = policy
    }

    /// All values from now on; it ends with the broadcast.
    package func stream() -> AsyncStream<Value> {
        let (stream, listener) = AsyncStream.makeStream(of: Value.self, bufferingPolicy: policy)
        let number = state.withLock { state -> Int? in
            guard !state.isClosed else { return nil }
            state.number += 1
            state.listeners[state.number] = listener
            return state.number
        }
        guard let number else {
            listener.finish()
            return stream
        }
        listener.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.listeners.removeValue(forKey: number) }
        }
        return stream
    }

    package var hasListeners: Bool { state.withLock { !$0.listeners.isEmpty } }

    package func send(_ value: Value) {
        // Outside the lock, which a stream's end takes.
        for listener in state.withLock({ Array($0.listeners.values) }) {
            if case .dropped = listener.yield(value) { listener.finish() }
        }
    }

    package func close() {
        let listeners = state.withLock { state in
            state.isClosed = true
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }
}
