import LicenseBinding
import SeatProtocol

/// The nonces of a license's clients: those that wait for the next delegation, and where those of the last ones stand.
struct NonceBook: Sendable {
    /// The nonces under one delegation.
    struct Page: Sendable {
        fileprivate let places: [LeaseID: Int]
        fileprivate let nonces: [Nonce]
        fileprivate let tree: MerkleTree

        /// - Parameter filler: for a tree that nobody waits for.
        fileprivate init(_ waiting: [LeaseID: Nonce], or filler: Nonce) {
            var places: [LeaseID: Int] = [:]
            var nonces: [Nonce] = []
            for (lease, nonce) in waiting.prefix(MerklePath.mostEntries) {
                places[lease] = nonces.count
                nonces.append(nonce)
            }
            if nonces.isEmpty { nonces = [filler] }
            self.places = places
            self.nonces = nonces
            tree = MerkleTree(over: nonces.map(\.bytes))
        }

        var root: [UInt8] { tree.root }
    }

    /// How many delegations are remembered: a client looks for its nonce in the two that follow its claim, and a key that
    /// comes and leaves makes some more.
    private static let most = 8

    private var waiting: [LeaseID: Nonce] = [:]
    private var pages: [(page: Page, delegation: SeatDelegation)] = []

    /// A client wants its nonce to be signed.
    mutating func note(_ nonce: Nonce, of lease: LeaseID) {
        let isSigned = pages.contains { entry in
            entry.page.places[lease].map { entry.page.nonces[$0] } == nonce
        }
        if !isSigned { waiting[lease] = nonce }
    }

    /// Nobody waits for it any more.
    mutating func forget(_ lease: LeaseID) {
        waiting[lease] = nil
    }

    /// What the next delegation is to sign. They go on to wait until it has.
    func nextPage(or filler: Nonce) -> Page {
        Page(waiting, or: filler)
    }

    mutating func keep(_ page: Page, in delegation: SeatDelegation) {
        for (lease, place) in page.places where waiting[lease] == page.nonces[place] {
            waiting[lease] = nil
        }
        pages = pages.suffix(Self.most - 1) + [(page, delegation)]
    }

    /// The last delegation that has a lease's nonce, and the way to it.
    func proof(of lease: LeaseID) -> (delegation: SeatDelegation, path: MerklePath)? {
        for (page, delegation) in pages.reversed() {
            if let place = page.places[lease] { return (delegation, page.tree.path(to: place)) }
        }
        return nil
    }
}
