package import LicenseBinding
import Synchronization

/// The keys that are needed, and which of them one look at all keys has found so far: once there are
/// enough, nobody waits for a busy one.
package final class NeededKeys: Sendable {
    private struct Need {
        let keys: Set<KeyID>
        let count: Int
    }

    private let needs: [Need]
    /// The IDs of each device that was found.
    private let found = Mutex<[Set<KeyID>]>([])

    /// - Parameter bindings: of the licenses in question. What needs no FIDO2 key waits for none.
    package init(of bindings: [Binding]) {
        needs = bindings.filter { !$0.credentials.isEmpty }.map { binding in
            // A key that is too weak is not enough.
            let keys = binding.keys.filter { $0.id.assurance >= binding.minimumAssurance }
            return Need(keys: Set(keys.map(\.id)), count: binding.quorum)
        }
    }

    /// - Parameter keys: each of them is needed; without any, what is needed is never found.
    package init(_ keys: [KeyID] = []) {
        needs = keys.map { Need(keys: [$0], count: 1) }
    }

    /// - Parameter needs: sets of keys, each with how many of them are needed.
    package init(_ needs: [(keys: Set<KeyID>, count: Int)]) {
        self.needs = needs.map { Need(keys: $0.keys, count: $0.count) }
    }

    /// A device with these IDs is there.
    func find(_ keys: [KeyID]) {
        guard !needs.isEmpty else { return }
        found.withLock { $0.append(Set(keys)) }
    }

    /// - Parameter keys: the IDs of a device that is still asked.
    func areFound(beside keys: [KeyID]) -> Bool {
        let devices = found.withLock(\.self) + [Set(keys)]
        return !needs.isEmpty
            && needs.allSatisfy { need in
                // A stick that was enrolled twice is one key.
                devices.count { !$0.isDisjoint(with: need.keys) } >= need.count
            }
    }
}
