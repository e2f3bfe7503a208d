import Synchronization

/// How many connections there are, so that neither one user nor all together take what others need.
final class ConnectionCount: Sendable {
    private let most: Int
    private let mostOfUser: Int
    private let counts = Mutex<[UInt32: Int]>([:])

    init(most: Int = 6144, ofUser mostOfUser: Int = 4096) {
        self.most = most
        self.mostOfUser = mostOfUser
    }

    /// - Returns: whether there is room for one more; then it is given back by ``leave(_:)``.
    func enter(_ user: UInt32) -> Bool {
        counts.withLock { counts in
            let own = counts[user, default: 0]
            guard own < mostOfUser, counts.values.reduce(0, +) < most else { return false }
            counts[user] = own + 1
            return true
        }
    }

    func leave(_ user: UInt32) {
        counts.withLock { counts in
            let left = counts[user, default: 1] - 1
            counts[user] = left > 0 ? left : nil
        }
    }
}
