import Synchronization

/// Lets one in at a time, or a few, in the order of asking.
package final class SimulatedGate: Sendable {
    private struct State {
        var room: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    package init(room: Int = 1) {
        state = Mutex(State(room: room))
    }

    package func enter() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.room > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.room -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    package func leave() {
        let next: CheckedContinuation<Void, Never>? = state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.room += 1
            return nil
        }
        next?.resume()
    }
}
