import LicenseBinding
package import SeatProtocol

/// The seat server of this computer itself, as its daemon asks it for local programs: names are those that the kernel knows.
package struct DeskSource: SeatSource {
    private let desk: SeatDesk
    private let host: String

    init(_ desk: SeatDesk, host: String) {
        self.desk = desk
        self.host = host
    }

    package var name: String { "this computer" }

    package func claim(_ asked: SeatRequest) async throws(SeatProblem) -> SeatReceipt {
        let authorities = desk.licenses.authorities(of: asked.product)
        guard authorities.contains(where: { $0.obstacle?.isElsewhere != true }) else {
            throw SeatProblem(
                status: 404, code: "NO_SERVER",
                detail: "This computer has no seats of \(asked.product).")
        }
        switch try await desk.claim(asked, by: SeatPeer(user: asked.user, host: host)) {
        case .granted(let receipt, _): return receipt
        case .queued(let place): throw SeatPlace(lease: asked.lease, place: place).problem
        }
    }

    package func renew(_ asked: SeatRenewals) async throws(SeatProblem) -> [SeatRenewed] {
        var all: [SeatRenewed] = []
        for renewal in asked.leases {
            let outcome: Result<SeatReceipt, SeatProblem>
            do throws(SeatProblem) {
                outcome = .success(try await desk.renew(renewal))
            } catch {
                outcome = .failure(error)
            }
            all.append(SeatRenewed(lease: renewal.lease, outcome: outcome))
        }
        return all
    }

    package func release(_ lease: LeaseID, secret: [UInt8]) async throws(SeatProblem) {
        try await desk.release(lease, secret: secret)
    }

    package func chain(at path: String) async throws(SeatProblem) -> SeatChainDocument {
        let name = path.dropFirst(SeatPath.chain.count + 1).prefix { $0 != "?" }
        guard let license = LicenseID(String(name)), let chain = desk.chain(of: license) else {
            throw .unreachable("This computer has no chain of \(name).")
        }
        return chain
    }

    package func proof(of lease: LeaseID) async throws(SeatProblem) -> NonceProof {
        try desk.proof(of: lease)
    }

    package func borrow(_ asked: SeatBorrowing) async throws(SeatProblem) -> BorrowedSeat {
        try await desk.borrow(asked)
    }
}
