package import LicenseBinding

/// A seat server, as the daemon of another computer asks it, or of its own.
package protocol SeatSource: Sendable {
    /// How people know it.
    var name: String { get }

    func claim(_ asked: SeatRequest) async throws(SeatProblem) -> SeatReceipt
    func renew(_ asked: SeatRenewals) async throws(SeatProblem) -> [SeatRenewed]
    func release(_ lease: LeaseID, secret: [UInt8]) async throws(SeatProblem)
    func chain(at path: String) async throws(SeatProblem) -> SeatChainDocument
    func proof(of lease: LeaseID) async throws(SeatProblem) -> NonceProof
    func borrow(_ asked: SeatBorrowing) async throws(SeatProblem) -> BorrowedSeat
}

/// What became of one lease in a request that renews many.
package struct SeatRenewed: Sendable {
    package let lease: LeaseID
    package let outcome: Result<SeatReceipt, SeatProblem>

    package init(lease: LeaseID, outcome: Result<SeatReceipt, SeatProblem>) {
        self.lease = lease
        self.outcome = outcome
    }
}

extension SeatProblem {
    /// There is no answer of a server.
    package static func unreachable(_ detail: String) -> SeatProblem {
        SeatProblem(status: 503, code: "SERVER_UNREACHABLE", detail: detail, retryAfter: 5)
    }

    package var isUnreachable: Bool { code == "SERVER_UNREACHABLE" }

    /// The same for a verdict.
    package var trouble: SeatTrouble {
        SeatTrouble(SeatTrouble.Kind(rawValue: code) ?? .denied, detail)
    }
}
