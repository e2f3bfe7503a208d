/// Rings once, at the time it was last set to.
struct Alarm {
    private var task: Task<Void, Never>?

    mutating func set(
        to time: ContinuousClock.Instant?, _ ring: @escaping @Sendable () -> Void
    ) {
        task?.cancel()
        task = time.map { time in
            Task {
                do {
                    try await Task.sleep(until: time, clock: .continuous)
                    ring()
                } catch {
                    // Set anew.
                }
            }
        }
    }
}
