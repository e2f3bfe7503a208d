package import NIOCore
import Synchronization

/// The connections that there are, so that neither one owner nor all together take what others need, and all of them end
/// with the server.
package final class Connections<Owner: Hashable & Sendable>: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var counts: [Owner: Int] = [:]
    }

    private let most: Int
    private let mostOfOwner: Int
    private let state = Mutex(State())

    package init(most: Int = 6144, ofOwner mostOfOwner: Int = 4096) {
        self.most = most
        self.mostOfOwner = mostOfOwner
    }

    /// Enters one until it is closed.
    /// - Returns: whether there is room for it.
    package func enter(_ channel: any Channel, of owner: Owner) -> Bool {
        let name = ObjectIdentifier(channel)
        let hasRoom = state.withLock { state in
            guard state.channels.count < most, state.counts[owner, default: 0] < mostOfOwner else {
                return false
            }
            state.channels[name] = channel
            state.counts[owner, default: 0] += 1
            return true
        }
        if hasRoom { channel.closeFuture.whenComplete { _ in self.leave(name, of: owner) } }
        return hasRoom
    }

    private func leave(_ name: ObjectIdentifier, of owner: Owner) {
        state.withLock { state in
            guard state.channels.removeValue(forKey: name) != nil else { return }
            let left = state.counts[owner, default: 0] - 1
            state.counts[owner] = left > 0 ? left : nil
        }
    }

    package func closeAll() {
        for channel in state.withLock({ Array($0.channels.values) }) { channel.close(promise: nil) }
    }
}
