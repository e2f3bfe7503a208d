import FoundationEssentials
import LicenseBinding
import Logging
package import SeatAllocation
package import SeatProtocol
import Synchronization

/// Answers what clients want of seats.
package final class SeatDesk: Sendable {
    /// What came of a claim.
    package enum Claimed: Sendable {
        case granted(SeatReceipt, isNew: Bool)
        case queued(place: Int)
    }

    private typealias Offer = (
        claim: SeatClaim, authority: SeatAuthority, delegation: SeatDelegation
    )

    let office: SeatOffice
    let licenses: SeatLicenses
    let grantor: SeatGrantor
    let signer: SeatSigner
    let logger: Logger
    let denials = SeatDenials()
    let counters = SeatCounters()

    init(
        office: SeatOffice, licenses: SeatLicenses, grantor: SeatGrantor, signer: SeatSigner,
        logger: Logger
    ) {
        self.office = office
        self.licenses = licenses
        self.grantor = grantor
        self.signer = signer
        self.logger = logger
    }

    package func claim(
        _ asked: SeatRequest, by peer: SeatPeer
    ) async throws(SeatProblem) -> Claimed {
        do throws(SeatProblem) {
            let outcome = try await outcome(of: asked, by: peer)
            if case .granted = outcome { counters.granted.add(1, ordering: .relaxed) }
            return outcome
        } catch {
            note(error, on: asked)
            throw error
        }
    }

    private func note(_ problem: SeatProblem, on asked: SeatRequest) {
        counters.refuse(problem.code)
        denials.add(asked, problem, at: Date().seconds)
        logger.notice(
            "no seat",
            metadata: [
                "code": "\(problem.code)", "product": "\(asked.product)", "user": "\(asked.user)",
                "host": "\(asked.host)", "reason": "\(problem.detail)",
            ])
    }

    private func outcome(
        of asked: SeatRequest, by peer: SeatPeer
    ) async throws(SeatProblem) -> Claimed {
        let offers = try offers(for: asked, by: peer)
        let answer = try await keeping {
            try await office.claim(offers.map(\.claim)) { answer in
                Result { () throws(SeatProblem) in
                    try claimed(answer, asked.nonce, of: offers)
                }
            }
        }
        return try answer.get()
    }

    /// The pools that may have a seat, each with the license that grants it; at least one.
    private func offers(
        for asked: SeatRequest, by peer: SeatPeer
    ) throws(SeatProblem) -> [Offer] {
        if let contradiction = peer.contradiction(to: asked) { throw contradiction }
        let holder = SeatHolder(
            user: asked.user, host: asked.host, session: asked.session, address: peer.address,
            isKnown: peer.knows(user: asked.user, host: asked.host))
        let time = Date()
        var offers: [Offer] = []
        var problem: SeatProblem?
        for authority in licenses.authorities(of: asked.product) {
            do throws(SeatProblem) {
                let pool = try authority.pool(for: asked.feature, at: time)
                let delegation = try authority.grantable(at: time)
                let claim = SeatClaim(
                    lease: asked.lease, secretHash: asked.secretHash, pool: pool, holder: holder,
                    waits: asked.waits, time: time.seconds)
                offers.append((claim, authority, delegation))
            } catch {
                problem = problem ?? error
            }
        }
        guard !offers.isEmpty else {
            throw problem
                ?? SeatProblem(
                    status: 403, code: "SEAT_DENIED",
                    detail: "The server has no license with seats of \(asked.product).")
        }
        return offers
    }

    private func claimed(
        _ answer: SeatAnswer, _ nonce: Nonce, of offers: [Offer]
    ) throws(SeatProblem) -> Claimed {
        switch answer {
        case .granted(let lease, let isNew):
            let own = offers.first { $0.authority.name == lease.pool.license }
            guard let (_, authority, delegation) = own else {
                throw SeatProblem(SeatRefusal.leaseEnded)
            }
            authority.note(nonce, of: lease.id)
            return .granted(try receipt(for: lease, delegation), isNew: isNew)
        case .queued(let place): return .queued(place: place)
        case .refused(let refusal): throw SeatProblem(refusal)
        }
    }

    package func renew(
        _ asked: SeatRenewals.Renewal
    ) async throws(SeatProblem) -> SeatReceipt {
        let secretHash = SeatSecret.hash(asked.secret)
        // A seat whose key is gone is not renewed, and the lease that there is runs on.
        guard let known = office.lease(asked.lease),
            let authority = licenses.authority(of: known.pool.license)
        else { throw SeatProblem(SeatRefusal.leaseEnded) }
        let delegation = try authority.grantable(at: Date())
        let renewed = try await keeping {
            try await office.renew(
                asked.lease, secretHash: secretHash, idle: .seconds(asked.idle))
        }
        switch renewed {
        case .success(let lease):
            authority.note(asked.nonce, of: lease.id)
            counters.renewed.add(1, ordering: .relaxed)
            return try receipt(for: lease, delegation)
        case .failure(let refusal):
            counters.refuse(refusal.code)
            throw SeatProblem(refusal)
        }
    }

    /// Gives a seat back. One that has ended is given back already.
    package func release(_ id: LeaseID, secret: [UInt8]) async throws(SeatProblem) {
        let secretHash = SeatSecret.hash(secret)
        let released = try await keeping {
            try await office.release(id, secretHash: secretHash)
        }
        switch released {
        case .success(let lease):
            forget(lease)
            counters.released.add(1, ordering: .relaxed)
        case .failure(.leaseEnded): break
        case .failure(let refusal): throw SeatProblem(refusal)
        }
    }

    /// Lends a seat to a client that leaves the network.
    func borrow(_ asked: SeatBorrowing) async throws(SeatProblem) -> BorrowedSeat {
        let secretHash = SeatSecret.hash(asked.secret)
        guard let lease = office.lease(asked.lease),
            let authority = licenses.authority(of: lease.pool.license)
        else { throw SeatProblem(SeatRefusal.leaseEnded) }
        guard lease.secretHash.isEqualInConstantTime(to: secretHash) else {
            throw SeatProblem(SeatRefusal.otherLease)
        }
        _ = try authority.grantable(at: Date())
        let now = SeatTime.now
        let refusal = office.look { ledger -> SeatRefusal? in
            let loan = ledger.borrowable(
                asked.lease, secretHash: secretHash, for: .seconds(asked.seconds), at: now)
            if case .failure(let refusal) = loan { return refusal }
            return nil
        }
        if let refusal {
            counters.refuse(refusal.code)
            throw SeatProblem(refusal)
        }
        // A key has enough to do.
        guard authority.beginLoan() else {
            throw SeatProblem(
                status: 429, code: "SLOW_DOWN", detail: "The key signs another loan: ask again.",
                retryAfter: 2)
        }
        defer { authority.endLoan() }
        let from = Date()
        let content = BorrowedSeat.Content(
            SeatGrant.Seat(lease, of: authority.license.id), from: from,
            until: from + TimeInterval(asked.seconds), nonce: asked.nonce)
        // The key speaks first: what it could not lend takes no seat away.
        let outcome: SeatSigner.Outcome
        do {
            outcome = try await signer.word(
                over: BorrowedSeat.challenge(content), for: authority.license)
        } catch {
            throw SeatProblem(.keyAbsent, authority.license.id)
        }
        guard case .word(let word, _) = outcome else {
            throw SeatProblem(.keyAbsent, authority.license.id)
        }
        let borrowed = try await keeping {
            try await office.borrow(
                asked.lease, secretHash: secretHash, for: .seconds(asked.seconds))
        }
        if case .failure(let refusal) = borrowed {
            counters.refuse(refusal.code)
            throw SeatProblem(refusal)
        }
        return BorrowedSeat(content, word)
    }

    /// Takes a seat away from its holder.
    package func free(
        _ id: LeaseID, because reason: String, by peer: SeatPeer
    ) async throws(SeatProblem) -> SeatLease {
        guard peer.isAdministrator else { throw .notAllowed }
        let note = SeatWriteOff(reason: reason, actor: peer.name, time: Date().seconds)
        guard let lease = try await keeping({ try await office.free(id, note) }) else {
            throw SeatProblem(
                status: 404, code: "NO_SUCH_LEASE", detail: "There is no lease \(id).")
        }
        forget(lease)
        logger.notice(
            "a seat was taken away",
            metadata: [
                "lease": "\(id)", "user": "\(lease.holder.user)", "host": "\(lease.holder.host)",
                "reason": "\(reason)", "by": "\(peer.name)",
            ])
        return lease
    }

    private func forget(_ lease: SeatLease) {
        licenses.authority(of: lease.pool.license)?.forget(lease.id)
    }

    private func receipt(
        for lease: SeatLease, _ delegation: SeatDelegation
    ) throws(SeatProblem) -> SeatReceipt {
        do {
            return try grantor.receipt(for: lease, under: delegation, at: Date())
        } catch {
            logger.error("a grant cannot be signed", metadata: ["error": "\(error)"])
            throw SeatProblem(
                status: 503, code: "SERVER_FAILED", detail: "The server cannot sign the grant.")
        }
    }

    /// Does what has to be kept.
    private func keeping<Value: Sendable>(
        _ work: () async throws -> Value
    ) async throws(SeatProblem) -> Value {
        do {
            return try await work()
        } catch {
            logger.error("storage", metadata: ["error": "\(error)"])
            throw SeatProblem(
                status: 503, code: "STORAGE_FAILED",
                detail: "The server cannot write its database now, so it grants nothing.",
                retryAfter: 5)
        }
    }
}

extension SeatAuthority {
    fileprivate func grantable(at time: Date) throws(SeatProblem) -> SeatDelegation {
        do throws(Obstacle) {
            return try delegation(at: time)
        } catch {
            throw SeatProblem(error, license.id)
        }
    }
}
