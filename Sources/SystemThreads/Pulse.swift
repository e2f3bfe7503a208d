import Synchronization

/// Wakes one loop: when something has changed, or at a time that was set.
package final class Pulse: Sendable {
    package typealias Instant = ContinuousClock.Instant

    private struct State {
        var hasChanged = false
        var timer: Task<Void, Never>?
    }

    private let state = Mutex(State())
    private let beats: AsyncStream<Void>
    private let beat: AsyncStream<Void>.Continuation

    package init() {
        (beats, beat) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Something has changed. Several changes before the loop looks are one.
    package func change() {
        state.withLock { $0.hasChanged = true }
        beat.yield()
    }

    /// Lets the loop look at this time too, in place of the time that was set before.
    package func set(to time: Instant) {
        let timer = Task { [beat] in
            do {
                try await Task.sleep(until: time, clock: .continuous)
                beat.yield()
            } catch {
                // Set anew, or ended.
            }
        }
        state.withLock { state in
            state.timer?.cancel()
            state.timer = timer
        }
    }

    /// Waits for the next beat; one loop alone.
    /// - Returns: whether something has changed; nothing at the end.
    package func next() async -> Bool? {
        for await _ in beats {
            return state.withLock { state in
                defer { state.hasChanged = false }
                return state.hasChanged
            }
        }
        return nil
    }

    package func end() {
        state.withLock { $0.timer?.cancel() }
        beat.finish()
    }
}
