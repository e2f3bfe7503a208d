package import LicenseBinding
package import Logging
package import SeatProtocol

/// The seats of all programs of a computer. The daemon gets them, renews them, and gives them back at once for a program
/// that died; programs verify all that it brings.
package actor LocalSeats {
    /// How often a seat is renewed: three times in its lease.
    private static let renewal = Duration.seconds(30)
    /// How long a server grants a seat.
    private static let lease = Duration.seconds(90)
    /// How soon a seat that was not renewed is tried again.
    private static let retry = Duration.seconds(5)
    /// How long a program may be silent, where nothing else tells that it is gone.
    private static let silence = Duration.seconds(90)
    /// The most seats of one user.
    private static let mostOfUser = 1000

    private var sources: [any SeatSource]
    private let host: String
    private let logger: Logger
    private let isAlive: @Sendable (SeatOwner) -> Bool
    private var held: [LeaseID: HeldSeat] = [:]
    /// The name of the server that gave a seat last.
    private var lastGood: String?

    /// - Parameters:
    ///   - sources: the seat servers, in the order in which they are asked.
    ///   - host: the name of this computer.
    ///   - isAlive: whether a program still runs.
    package init(
        _ sources: [any SeatSource], host: String, logger: Logger,
        isAlive: @escaping @Sendable (SeatOwner) -> Bool
    ) {
        self.sources = sources
        self.host = host
        self.logger = logger
        self.isAlive = isAlive
    }

    /// Other servers from now on. Seats that are held stay where they are.
    package func follow(_ sources: [any SeatSource]) {
        self.sources = sources
        // A link to the same server may be another one now.
        for lease in held.keys {
            if let source = sources.first(where: { $0.name == held[lease]?.source.name }) {
                held[lease]?.source = source
            }
        }
    }

    /// Gives a program its seat, or shows what has become of it.
    package func answer(
        to question: LocalSeatQuestion, of owner: SeatOwner
    ) async throws(SeatProblem) -> LocalSeatAnswer {
        if let seat = held[question.lease] {
            guard seat.secret.isEqualInConstantTime(to: question.secret),
                seat.owner.number == owner.number
            else {
                throw SeatProblem(
                    status: 403, code: "SEAT_DENIED", detail: "The lease is another program's.")
            }
            if !question.avoided.contains(seat.source.name) {
                if let answer = try await refreshed(question) { return answer }
            } else {
                await give(back: question.lease)
            }
        }
        return try await claim(question, owner)
    }

    /// Gives a seat back, also one that was borrowed.
    package func release(_ lease: LeaseID, secret: [UInt8]) async throws(SeatProblem) {
        guard let seat = held[lease] else {
            // Whose it is knows its server alone; to others it is nothing.
            var problem: SeatProblem?
            for source in sources {
                do throws(SeatProblem) {
                    try await source.release(lease, secret: secret)
                } catch {
                    problem = problem ?? error
                }
            }
            if let problem { throw problem }
            return
        }
        guard seat.secret.isEqualInConstantTime(to: secret) else {
            throw SeatProblem(
                status: 403, code: "SEAT_DENIED", detail: "The lease is another program's.")
        }
        held[lease] = nil
        try await seat.source.release(lease, secret: secret)
    }

    /// Makes a seat one that lasts without the network.
    package func borrow(
        _ asked: SeatBorrowing
    ) async throws(SeatProblem) -> (seat: BorrowedSeat, chain: SeatChainDocument, server: String) {
        guard let seat = held[asked.lease] else {
            throw SeatProblem(
                status: 404, code: "NO_SUCH_LEASE",
                detail: "This computer holds no seat \(asked.lease).")
        }
        let borrowed = try await seat.source.borrow(asked)
        // It needs no renewal, and its server keeps it until then.
        held[asked.lease] = nil
        return (borrowed, seat.chain, seat.source.name)
    }

    /// The seats of this computer, and what its servers show.
    package func report(_ links: [SeatServerLink]) async -> JSONObject {
        let own = held.map { lease, seat in
            JSONObject([
                "lease": .string(lease.description), "server": .string(seat.source.name),
                "product": .string(seat.asked.product),
                "feature": seat.asked.feature.map { .string($0) },
                "user": .string(seat.owner.user),
                "process": .integer(Int64(seat.owner.process)),
                "trouble": seat.trouble.map { .string($0.detail) },
            ])
        }
        var servers: [JSONValue] = []
        for link in links {
            do throws(SeatProblem) {
                let pools = try await link.get(SeatPath.pools)
                let leases = try await link.get(SeatPath.leases)
                servers.append(
                    .object(
                        JSONObject([
                            "server": .string(link.name), "pools": pools["pools"],
                            "leases": leases["leases"],
                        ])))
            } catch {
                servers.append(
                    .object(
                        JSONObject([
                            "server": .string(link.name), "problem": .object(error.json),
                        ])))
            }
        }
        return JSONObject([
            "held": .array(own.map { .object($0) }), "servers": .array(servers),
        ])
    }

    /// Renews seats, and gives those back whose programs have ended, until it is canceled.
    package func run() async {
        while (try? await Task.sleep(for: .milliseconds(500))) != nil {
            let now = ContinuousClock.now
            for (lease, seat) in held where !seat.isKept {
                guard isAlive(seat.owner) else {
                    logger.info("a program ended", metadata: ["lease": "\(lease)"])
                    await give(back: lease)
                    continue
                }
                if now - seat.heard > Self.silence { await give(back: lease) }
            }
            await renew(at: now)
        }
    }
}

extension LocalSeats {
    private func claim(
        _ question: LocalSeatQuestion, _ owner: SeatOwner
    ) async throws(SeatProblem) -> LocalSeatAnswer {
        guard held.values.count(where: { $0.owner.number == owner.number }) < Self.mostOfUser else {
            throw SeatProblem(
                status: 429, code: "TOO_MANY",
                detail: "Programs of the user \(owner.user) hold too many seats.")
        }
        let asked = SeatRequest(
            lease: question.lease, secretHash: SeatSecret.hash(question.secret),
            nonce: question.nonce, product: question.product, feature: question.feature,
            user: owner.user, host: host, session: question.session, waits: question.waits)
        var problem = SeatProblem(
            status: 404, code: "NO_SERVER",
            detail: "No seat server is set on this computer, and it is none itself.")
        for source in ordered where !question.avoided.contains(source.name) {
            do throws(SeatProblem) {
                let since = ContinuousClock.now
                let receipt = try await source.claim(asked)
                let chain: SeatChainDocument
                do throws(SeatProblem) {
                    chain = try await source.chain(at: receipt.chain)
                } catch {
                    // Without it the seat convinces nobody.
                    await giveBack(question.lease, question.secret, source)
                    throw error
                }
                let seat = HeldSeat(
                    owner: owner, source: source, secret: question.secret, asked: asked,
                    isKept: question.isKept, receipt: receipt, since: since, chain: chain,
                    chainPath: receipt.chain, heard: .now, tried: .now)
                held[question.lease] = seat
                lastGood = source.name
                return seat.answer(at: .now)
            } catch {
                if error.weight > problem.weight { problem = error }
            }
        }
        throw problem
    }

    /// The servers in their order, but the one first that gave a seat last.
    private var ordered: [any SeatSource] {
        sources.filter { $0.name == lastGood } + sources.filter { $0.name != lastGood }
    }

    /// A seat that is held already, renewed if it is time.
    /// - Returns: nothing if it is lost, so that another may be claimed.
    private func refreshed(
        _ question: LocalSeatQuestion
    ) async throws(SeatProblem) -> LocalSeatAnswer? {
        held[question.lease]?.heard = .now
        if var seat = held[question.lease], seat.asked.nonce != question.nonce {
            seat.asked = seat.asked.with(question.nonce)
            seat.proof = nil
            seat.isNonceSent = false
            held[question.lease] = seat
        }
        if let seat = held[question.lease],
            !seat.isNonceSent || seat.trouble != nil || .now - seat.since >= Self.renewal
        {
            await renew([question.lease], at: seat.source)
        }
        // One that has ended in vain may be had elsewhere.
        if let seat = held[question.lease], seat.trouble != nil, .now - seat.since >= Self.lease {
            held[question.lease] = nil
            return nil
        }
        await lookForProof(question.lease)
        return held[question.lease]?.answer(at: .now)
    }

    private func renew(at now: ContinuousClock.Instant) async {
        let due = held.filter {
            now - $0.value.since >= Self.renewal && now - $0.value.tried >= Self.retry
        }
        for (_, group) in Dictionary(grouping: due, by: { $0.value.source.name }) {
            guard let source = group.first?.value.source else { continue }
            var rest = group.map(\.key)[...]
            while !rest.isEmpty {
                await renew(Array(rest.prefix(SeatRenewals.most)), at: source)
                rest = rest.dropFirst(SeatRenewals.most)
            }
        }
    }

    private func renew(_ leases: [LeaseID], at source: any SeatSource) async {
        let asked = SeatRenewals(
            leases.compactMap { lease in
                held[lease].map {
                    SeatRenewals.Renewal(lease: lease, secret: $0.secret, nonce: $0.asked.nonce)
                }
            })
        guard !asked.leases.isEmpty else { return }
        let since = ContinuousClock.now
        for lease in leases { held[lease]?.tried = since }
        do throws(SeatProblem) {
            for renewed in try await source.renew(asked) {
                await take(renewed, since: since)
            }
        } catch {
            // What was granted runs on, and its grace after that.
            for lease in leases { held[lease]?.trouble = error.trouble }
        }
    }

    private func take(_ renewed: SeatRenewed, since: ContinuousClock.Instant) async {
        guard let seat = held[renewed.lease] else { return }
        switch renewed.outcome {
        case .success(let receipt): await take(receipt, of: seat, since: since)
        case .failure(let problem):
            guard problem.code == "SEAT_DENIED" else {
                held[renewed.lease]?.trouble = problem.trouble
                return
            }
            // The server knows it no more: it may be had anew.
            do throws(SeatProblem) {
                let since = ContinuousClock.now
                await take(try await seat.source.claim(seat.asked), of: seat, since: since)
            } catch {
                logger.notice(
                    "a seat is lost",
                    metadata: ["lease": "\(renewed.lease)", "reason": "\(error.detail)"])
                held[renewed.lease]?.trouble = error.trouble
            }
        }
    }

    private func take(
        _ receipt: SeatReceipt, of seat: HeldSeat, since: ContinuousClock.Instant
    ) async {
        let lease = receipt.lease
        var chain = seat.chain
        if receipt.chain != seat.chainPath {
            do throws(SeatProblem) {
                chain = try await seat.source.chain(at: receipt.chain)
            } catch {
                held[lease]?.trouble = error.trouble
                return
            }
        }
        guard held[lease] != nil else { return }
        held[lease]?.receipt = receipt
        held[lease]?.since = since
        held[lease]?.chain = chain
        held[lease]?.chainPath = receipt.chain
        held[lease]?.trouble = nil
        held[lease]?.isNonceSent = true
    }

    /// Asks for the way of a nonce once a delegation may have it.
    private func lookForProof(_ lease: LeaseID) async {
        guard let seat = held[lease], seat.proof == nil, seat.isNonceSent else { return }
        // Where there is none yet, the next look asks again.
        guard let proof = try? await seat.source.proof(of: lease),
            proof.delegation.has(seat.asked.nonce, by: proof.path)
        else { return }
        held[lease]?.proof = proof
    }

    private func give(back lease: LeaseID) async {
        guard let seat = held.removeValue(forKey: lease) else { return }
        await giveBack(lease, seat.secret, seat.source)
    }

    private func giveBack(_ lease: LeaseID, _ secret: [UInt8], _ source: any SeatSource) async {
        do throws(SeatProblem) {
            try await source.release(lease, secret: secret)
        } catch {
            // It ends by itself.
            logger.notice(
                "a seat was not given back",
                metadata: ["lease": "\(lease)", "error": "\(error.detail)"])
        }
    }
}

extension SeatProblem {
    /// Of several reasons that is told which a person can do most about.
    fileprivate var weight: Int {
        switch code {
        case "SEATS_FULL": 5
        case "KEY_ABSENT": 4
        case "SEAT_DENIED": 3
        case "NO_SERVER": 0
        case "SERVER_UNREACHABLE": 2
        default: 1
        }
    }
}
