import FoundationEssentials
import LicenseBinding
import SeatAllocation
import SeatProtocol
import Synchronization

/// Whether a server may grant seats of a license, by the word of its key.
final class SeatAuthority: Sendable {
    /// Why it may not.
    enum Obstacle: Error, Hashable, Sendable {
        /// The key was not asked yet, is not there, or did not sign.
        case keyAbsent
        /// The key is there, and has given no word that holds: another program uses it.
        case keyBusy
        /// A copy of the key has signed meanwhile.
        case keyCopied(KeyID)
        /// The keys cannot sign, and the license names no server that is believed that they are there.
        case serverUnnamed
        /// The license names another server.
        case otherServer
        /// The license itself does not hold.
        case license([Refusal])

        /// Whether its seats are not this server's to grant, whatever keys are there.
        var isElsewhere: Bool { self == .serverUnnamed || self == .otherServer }
    }

    private struct State {
        var delegation: SeatDelegation?
        /// When the delegation was made.
        var made = ContinuousClock.now
        var obstacle: Obstacle? = .keyAbsent
        /// Why the license itself does not hold.
        var refusals: [Refusal] = []
        var book = NonceBook()
        /// Whether the key signs a loan.
        var lends = false
    }

    /// What a license has for those who ask for a feature.
    private struct Offer {
        let pool: SeatPool.ID
        let expires: Date?
    }

    let license: SignedLicense
    /// The ID of the license, by which its pools are called.
    let name: String
    /// By the features; that of the product alone has no name.
    private let offers: [String?: Offer]
    /// Its file, as the publisher gave it.
    let text: String
    private let state = Mutex(State())

    init(_ license: SignedLicense, text: String) {
        self.license = license
        self.text = text
        let name = license.id.description
        var offers: [String?: Offer] = [:]
        if license.seats != nil {
            offers[nil] = Offer(pool: SeatPool.ID(license: name), expires: nil)
        }
        for feature in license.features where offers[feature.name] == nil {
            let pool = SeatPool.ID(
                license: name, feature: feature.seats == nil ? nil : feature.name)
            offers[feature.name] = Offer(pool: pool, expires: feature.expires)
        }
        self.name = name
        self.offers = offers
    }

    /// The pool that a feature's seats are of, or the product's alone.
    func pool(for feature: String?, at time: Date) throws(SeatProblem) -> SeatPool.ID {
        guard let offer = offers[feature] else {
            let detail =
                feature.map { "does not name the feature \($0)." }
                ?? "has seats of some features alone."
            throw SeatProblem(
                status: 403, code: "SEAT_DENIED", detail: "The license \(name) \(detail)")
        }
        if let feature, let expires = offer.expires, expires <= time {
            throw SeatProblem(
                status: 403, code: "SEAT_DENIED", detail: "The feature \(feature) has expired.")
        }
        return offer.pool
    }

    /// The delegation in force.
    func delegation(
        at time: Date = Date(), and moment: ContinuousClock.Instant = .now
    ) throws(Obstacle) -> SeatDelegation {
        let (delegation, obstacle, isOver) = state.withLock { state in
            // Neither clock alone says that it holds.
            (
                state.delegation,
                state.refusals.isEmpty ? state.obstacle : .license(state.refusals),
                moment - state.made >= .seconds(SeatDelegation.longest)
            )
        }
        if let obstacle { throw obstacle }
        guard let delegation, !isOver, time < delegation.content.until else { throw .keyBusy }
        return delegation
    }

    /// The last one, whether or not seats are granted.
    var lastDelegation: SeatDelegation? { state.withLock(\.delegation) }

    var obstacle: Obstacle? {
        do throws(Obstacle) {
            _ = try delegation()
            return nil
        } catch {
            return error
        }
    }

    func note(_ nonce: Nonce, of lease: LeaseID) {
        state.withLock { $0.book.note(nonce, of: lease) }
    }

    func forget(_ lease: LeaseID) {
        state.withLock { $0.book.forget(lease) }
    }

    func proof(of lease: LeaseID) -> (delegation: SeatDelegation, path: MerklePath)? {
        state.withLock { $0.book.proof(of: lease) }
    }

    func nextPage(or filler: Nonce) -> NonceBook.Page {
        state.withLock { $0.book.nextPage(or: filler) }
    }

    func hold(_ delegation: SeatDelegation, with page: NonceBook.Page) {
        state.withLock { state in
            state.delegation = delegation
            state.made = .now
            state.obstacle = nil
            state.book.keep(page, in: delegation)
        }
    }

    /// - Returns: whether the key is not at another loan.
    func beginLoan() -> Bool {
        state.withLock { state in
            defer { state.lends = true }
            return !state.lends
        }
    }

    func endLoan() {
        state.withLock { $0.lends = false }
    }

    /// Whether a key is said to be there that cannot sign.
    var isSeen: Bool {
        state.withLock { $0.obstacle == nil && $0.delegation?.word.assurance == .identified }
    }

    /// What speaks against the license, whatever its key says.
    func judge(_ refusals: [Refusal]) {
        state.withLock { $0.refusals = refusals }
    }

    func stop(because obstacle: Obstacle) {
        state.withLock { $0.obstacle = obstacle }
    }

    /// Whether a new word of the key is due: the last one is old, or the wall clock was set since.
    func isDue(at time: Date, after age: Duration) -> Bool {
        state.withLock { state in
            if let obstacle = state.obstacle { return !obstacle.isElsewhere }
            guard let delegation = state.delegation else { return true }
            let passed = ContinuousClock.now - state.made
            let told = time.timeIntervalSince(delegation.content.from)
            return passed >= age || abs(told - passed / .seconds(1)) > 30
        }
    }
}
