import LicenseBinding
import SeatProtocol

/// A seat that the daemon holds for a program of its computer.
struct HeldSeat: Sendable {
    /// Who asked for it.
    let owner: SeatOwner
    var source: any SeatSource
    let secret: [UInt8]
    /// As it was claimed; its nonce is the newest.
    var asked: SeatRequest
    let isKept: Bool
    var receipt: SeatReceipt
    /// When the receipt was asked for.
    var since: ContinuousClock.Instant
    var chain: SeatChainDocument
    var chainPath: String
    var proof: NonceProof?
    var trouble: SeatTrouble?
    /// When its program asked last.
    var heard: ContinuousClock.Instant
    /// When it was to be renewed last.
    var tried: ContinuousClock.Instant
    /// Whether its server has the newest nonce.
    var isNonceSent = true

    func answer(at now: ContinuousClock.Instant) -> LocalSeatAnswer {
        LocalSeatAnswer(
            server: source.name, grant: receipt.grant, age: now - since, user: asked.user,
            host: asked.host, chain: chain, proof: proof, trouble: trouble)
    }
}

/// The program that a seat is for, as the kernel knows it.
package struct SeatOwner: Hashable, Sendable {
    package let process: Int32
    /// The number of its user.
    package let number: UInt32
    /// The name of its user.
    package let user: String

    package init(process: Int32, number: UInt32, user: String) {
        self.process = process
        self.number = number
        self.user = user
    }
}
