package import LicenseBinding
import Synchronization

/// The keys that licenses need, and which of them one look at all keys has found so far: once there
/// are enough, nobody waits for a busy one.
package final class NeededKeys: Sendable {
    private let bindings: [Binding]
    private let found = Mutex<Set<KeyID>>([])

    /// - Parameter bindings: of the licenses in question; without any, what is needed is never found.
    package init(of bindings: [Binding] = []) {
        self.bindings = bindings
    }

    func find(_ keys: [KeyID]) {
        found.withLock { $0.formUnion(keys) }
    }

    var areFound: Bool {
        let found = found.withLock(\.self)
        return !bindings.isEmpty
            && bindings.allSatisfy { binding in
                binding.keys.count { found.contains($0.id) } >= binding.quorum
            }
    }
}
