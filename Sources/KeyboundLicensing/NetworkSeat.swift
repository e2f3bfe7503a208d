import AgentClient
import FoundationEssentials
import LicenseBinding
import LicenseStore
import PlainHTTP
import SeatProtocol
import Synchronization

/// A seat of the network, as one program has it. The daemon brings it; here it is verified, from the publisher's root alone.
final class NetworkSeat: Sendable {
    /// A seat that was verified.
    fileprivate struct Verified {
        let license: SignedLicense
        /// When the lease ends.
        let until: ContinuousClock.Instant
    }

    fileprivate struct State {
        let lease = LeaseID(random: .random(16))
        let secret = [UInt8].random(SeatSecret.count)
        var conviction: SeatConviction?
        var nonce = Nonce.random()
        var verified: Verified?
        var avoided: [String] = []
        /// Whether the daemon may hold a seat.
        var isAsked = false
    }

    private let product: String
    private let feature: String?
    private let publisher: Publisher
    private let state = Mutex(State())

    init(product: String, feature: String?, publisher: Publisher) {
        self.product = product
        self.feature = feature
        self.publisher = publisher
    }

    /// Whether there is a seat that may still run.
    var isHeld: Bool { state.withLock { $0.verified != nil } }

    /// What came of a look.
    enum Outcome: Sendable {
        case seat(SignedLicense, SeatEvidence)
        case none(RouteFailure)
    }

    /// Asks for the seat, or for what has become of it.
    func look(by service: AgentService, waits: Bool, at time: Date) async -> Outcome {
        let question = state.withLock { state in
            state.isAsked = true
            return LocalSeatQuestion(
                lease: state.lease, secret: state.secret, nonce: state.nonce, product: product,
                feature: feature, session: "", avoiding: state.avoided, waits: waits)
        }
        let asked = ContinuousClock.now
        do throws(AgentService.SeatFailure) {
            let answer = try await service.seat(question)
            return take(answer, to: question, asked: asked, at: time)
        } catch {
            switch error {
            case .agent(let error): return last(.agent(error, at: service.socket.path))
            // There is no server, or the daemon knows nothing of seats.
            case .problem(let problem) where SeatTrouble.Kind(rawValue: problem.code) == nil:
                return last(.notApplicable(.seat))
            case .problem(let problem): return last(.seat(problem.trouble))
            }
        }
    }

    /// Gives the seat back, if there may be one.
    func giveBack(by service: AgentService?) {
        let (isAsked, lease, secret) = state.withLock { state in
            defer {
                state.isAsked = false
                state.verified = nil
                state.conviction = nil
            }
            return (state.isAsked, state.lease, state.secret)
        }
        guard isAsked, let service else { return }
        // Nobody waits for it, and the daemon sees itself that a program has ended.
        Task.detached { await service.giveBack(lease, secret: secret) }
    }

    private func take(
        _ answer: LocalSeatAnswer, to question: LocalSeatQuestion,
        asked: ContinuousClock.Instant, at time: Date
    ) -> Outcome {
        let license: SignedLicense
        let length: Duration
        do throws(SeatDoubt) {
            (license, length) = try verified(answer, to: question, at: time)
        } catch {
            // A grant that could not be renewed has ended for a reason.
            return last(
                .seat(answer.trouble ?? SeatTrouble(.denied, error.text(of: answer.server))))
        }
        // What a delegation has that nobody has signed convinces nobody.
        let proof = answer.proof.flatMap { proof in
            let isRight =
                proof.delegation.content.server == answer.chain.delegation.content.server
                && (try? SeatChain.verify(proof.delegation, of: license, at: time)) != nil
            return isRight ? proof : nil
        }
        let until = asked - answer.age + length
        let hasLeft = state.withLock { state in
            state.verified = Verified(license: license, until: until)
            return state.convince(by: answer.chain.delegation, proof, nonce: question.nonce)
        }
        guard !hasLeft else {
            state.withLock { state in
                state.verified = nil
                state.conviction = nil
                state.avoided.append(answer.server)
            }
            return .none(.seat(SeatTrouble(.denied, SeatDoubt.noKey.text(of: answer.server))))
        }
        return .seat(license, SeatEvidence(left: until - .now, trouble: answer.trouble))
    }

    private func verified(
        _ answer: LocalSeatAnswer, to question: LocalSeatQuestion, at time: Date
    ) throws(SeatDoubt) -> (SignedLicense, Duration) {
        var reader = DocumentReader(trusting: publisher.roots)
        let license: SignedLicense
        do throws(Refusal) {
            license = try reader.license(Array(answer.chain.license.utf8))
        } catch {
            throw .license(error)
        }
        guard license.product.id == product else { throw .product(license.product.id) }
        let named = license.features.first { $0.name == feature }
        let seat = SeatGrant.Seat(
            lease: question.lease, license: license.id,
            feature: named?.seats == nil ? nil : feature, user: answer.user, host: answer.host,
            secretHash: SeatSecret.hash(question.secret))
        do throws(SeatChain.Defect) {
            let delegation = answer.chain.delegation
            try SeatChain.verify(delegation, of: license, at: time)
            let length = try SeatChain.verify(
                Array(answer.grant.utf8), of: seat, under: delegation, at: time)
            return (license, length)
        } catch {
            throw .chain(error)
        }
    }

    /// The seat that there was, if there is one that may still run; else why there is none.
    private func last(_ failure: RouteFailure) -> Outcome {
        guard let verified = state.withLock(\.verified) else { return .none(failure) }
        return .seat(
            verified.license,
            SeatEvidence(left: verified.until - .now, trouble: failure.trouble))
    }
}

extension NetworkSeat.State {
    /// - Returns: whether the server is left: no key stands behind it.
    fileprivate mutating func convince(
        by delegation: SeatDelegation, _ proof: NonceProof?, nonce: Nonce
    ) -> Bool {
        guard var conviction, conviction.nonce == nonce else {
            conviction = SeatConviction(nonce, since: delegation)
            return false
        }
        if let proof { conviction.look(at: proof.delegation, path: proof.path) }
        conviction.look(at: delegation, path: proof?.path)
        self.conviction = conviction
        switch conviction.state {
        case .waiting: return false
        case .convinced:
            // From now on by another one: a server whose key is taken away is noticed too.
            self.nonce = .random()
            self.conviction = nil
            return false
        case .left: return true
        }
    }
}
