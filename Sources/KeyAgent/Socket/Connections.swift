import NIOCore
import Synchronization

/// The connections that there are, so that neither one user nor all together take what others need, and all of them
/// end with the agent.
final class Connections: Sendable {
    private let most: Int
    private let mostOfUser: Int
    private let open = Mutex<[ObjectIdentifier: (channel: any Channel, user: UInt32)]>([:])

    init(most: Int = 6144, ofUser mostOfUser: Int = 4096) {
        self.most = most
        self.mostOfUser = mostOfUser
    }

    /// Enters one until it is closed.
    /// - Returns: whether there is room for it.
    func enter(_ channel: any Channel, of user: UInt32) -> Bool {
        let name = ObjectIdentifier(channel)
        let hasRoom = open.withLock { open in
            guard open.count < most,
                open.count < mostOfUser
                    || open.values.count(where: { $0.user == user }) < mostOfUser
            else { return false }
            open[name] = (channel, user)
            return true
        }
        if hasRoom {
            channel.closeFuture.whenComplete { _ in
                _ = self.open.withLock { $0.removeValue(forKey: name) }
            }
        }
        return hasRoom
    }

    func closeAll() {
        for (channel, _) in open.withLock({ Array($0.values) }) { channel.close(promise: nil) }
    }
}
