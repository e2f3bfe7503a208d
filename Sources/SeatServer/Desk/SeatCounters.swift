import Synchronization

/// What a server has done since it was started.
final class SeatCounters: Sendable {
    let granted = Atomic<Int>(0)
    let renewed = Atomic<Int>(0)
    let released = Atomic<Int>(0)
    private let refused = Mutex<[String: Int]>([:])

    func refuse(_ code: String) {
        refused.withLock { $0[code, default: 0] += 1 }
    }

    var refusals: [String: Int] { refused.withLock(\.self) }
}
