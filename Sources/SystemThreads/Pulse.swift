import Dispatch
import Synchronization

/// Wakes one loop: when something has changed, or at a time that was set.
package final class Pulse: Sendable {
    package typealias Instant = ContinuousClock.Instant

    /// Gone as soon as it is canceled, as a task that sleeps is not. Dispatch's sources may be used on any thread.
    private final class Timer: @unchecked Sendable {
        let source: any DispatchSourceTimer
        init(_ source: any DispatchSourceTimer) { self.source = source }
    }

    private struct State {
        var hasChanged = false
        var timer: Timer?
    }

    /// The clock of timers stands still while the computer sleeps, and the wall clock can be set: so nothing is
    /// waited for much longer than this.
    private static let longestWait = Duration.seconds(60)

    private static let queue = DispatchQueue(label: "pulse")

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

    /// Lets the loop look now, though it may be that nothing has changed.
    package func wake() {
        beat.yield()
    }

    /// Lets the loop look at this time too, in place of the time that was set before. It may look sooner, and set it
    /// anew.
    package func set(to time: Instant) {
        let source = DispatchSource.makeTimerSource(queue: Self.queue)
        source.setEventHandler { [beat] in beat.yield() }
        let wait = min(max(time - .now, .zero), Self.longestWait).components
        source.schedule(
            deadline: .now() + .seconds(Int(wait.seconds))
                + .nanoseconds(Int(wait.attoseconds / 1_000_000_000)))
        source.activate()
        let timer = Timer(source)
        state.withLock { state in
            state.timer?.source.cancel()
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
        state.withLock { state in
            state.timer?.source.cancel()
            state.timer = nil
        }
        beat.finish()
    }
}
