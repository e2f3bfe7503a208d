package import LicenseBinding

/// Whether a client is convinced that a real key stands behind its server. It takes its seat at once, and requires its own
/// nonce in one of the next two delegations: neither a copied server nor one with delegations that were made in advance
/// has that.
package struct SeatConviction: Sendable {
    /// In how many delegations the nonce may be missing.
    private static let patience = 2

    package enum State: Hashable, Sendable {
        case waiting
        case convinced
        /// Its nonce is in none of them: there is no key.
        case left
    }

    package let nonce: Nonce
    package private(set) var state = State.waiting
    /// The delegations that were seen since, the one in force at the claim among them.
    private var seen: Set<SeatDelegation.Content>
    private var missed = 0

    /// - Parameter delegation: the one under which the seat was taken.
    package init(_ nonce: Nonce, since delegation: SeatDelegation) {
        self.nonce = nonce
        seen = [delegation.content]
    }

    /// Looks at a delegation that was verified.
    /// - Parameter path: the way of the nonce in it, if the server has shown one.
    package mutating func look(at delegation: SeatDelegation, path: MerklePath?) {
        guard state == .waiting, seen.insert(delegation.content).inserted else { return }
        if let path, delegation.has(nonce, by: path) {
            state = .convinced
            return
        }
        missed += 1
        if missed >= Self.patience { state = .left }
    }
}
