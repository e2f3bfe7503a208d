import Synchronization

/// Gives each address so many requests that cost much and need no secret.
package final class AddressLimiter: Sendable {
    private static let most = 10_000

    private let size: AttemptBudget.Size
    private let budgets = Mutex<[String: AttemptBudget]>([:])

    package init(_ size: AttemptBudget.Size) {
        self.size = size
    }

    /// - Returns: how long to wait before asking again; nothing for who may.
    package func delay(of address: String, at now: ContinuousClock.Instant = .now) -> Duration? {
        budgets.withLock { budgets in
            // Whoever was forgotten begins anew.
            if budgets.count >= Self.most, budgets[address] == nil { budgets = [:] }
            return budgets[address, default: AttemptBudget(size, at: now)].take(at: now)
        }
    }
}
