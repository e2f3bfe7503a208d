import AgentClient
import AgentProtocol
import FoundationEssentials
import HardwareKeys
import LicenseBinding
import LicenseStore
import MachineIdentity
import PlainHTTP
import SeatProtocol
import USBBus

/// Looks for a license of a program, by one route after the other.
struct LicenseSearch: Sendable {
    let product: String
    let feature: String?
    let publisher: Publisher
    let settings: LicensingSettings
    /// That of the network, which is claimed where nothing here is a license.
    let seat: NetworkSeat

    init(
        product: String, feature: String?, publisher: Publisher, settings: LicensingSettings
    ) {
        self.product = product
        self.feature = feature
        self.publisher = publisher
        self.settings = settings
        seat = NetworkSeat(product: product, feature: feature, publisher: publisher)
    }

    /// Looks at all that there is now.
    /// - Parameter running: the license that the program runs on, with what its keys showed before.
    func outcome(after running: LicenseStanding? = nil) async -> SearchOutcome {
        let store = settings.store
        let contents = StoreContents(
            of: store, trusting: StoreTrust(of: store, trusting: publisher.roots))
        let candidates = candidates(in: contents)
        let products = contents.licenses.map(\.license.product.id)
        let nothing = SearchOutcome(
            absence: .licenseAbsent(product: product, found: products.uniqued))
        guard !candidates.isEmpty else { return await addingSeat(to: nothing, contents) }
        let moment = settings.clock()
        let machine = candidates.contains { $0.binding.machine != nil } ? parameters() : nil
        let knowledge = candidates.map { license in
            var evidence = store.evidence(on: license, in: contents, at: moment)
            evidence.feature = feature
            // What changed on a computer is told where it is read.
            if let machine { evidence.machine = machine } else { evidence.snapshot = nil }
            return Candidate(license: license, evidence: evidence, running: running)
        }
        return await addingSeat(
            to: await outcome(among: knowledge, beginningWith: nothing), contents)
    }

    /// By the agent, then directly where that gave no key; the computer needs no look.
    private func outcome(
        among candidates: [Candidate], beginningWith nothing: SearchOutcome
    ) async -> SearchOutcome {
        var outcome = nothing
        outcome.add(await agentTry(candidates))
        if !outcome.hasKey {
            let wasAnswered = outcome.tries.contains { $0.route == .agent && $0.failure == nil }
            outcome.add(
                await directTry(
                    candidates,
                    patience: wasAnswered ? KeyQuestion.shortPatience : settings.patience))
        }
        outcome.add(machineTry(candidates))
        return outcome
    }

    /// A seat of the network, where there is no license here; if there is one, a seat is given back.
    private func addingSeat(
        to local: SearchOutcome, _ contents: StoreContents
    ) async -> SearchOutcome {
        guard !local.isSettled else {
            seat.giveBack(by: settings.agent)
            return local
        }
        var outcome = local
        // A way that leads nowhere on this computer is no reason.
        if let seat = await seatTry(contents, isReached: local.mayReachAgent) { outcome.add(seat) }
        return outcome
    }

    /// A seat that was borrowed; else one of the network.
    private func seatTry(_ contents: StoreContents, isReached: Bool) async -> SearchTry? {
        let borrowed = borrowedSeats.map { license, held in
            LicenseStanding(license, evidence(of: license, holding: held, contents), at: .now)
        }
        if borrowed.contains(where: { $0.verdict(at: .now, time: time).isAccepted }) {
            return SearchTry(.seat, borrowed, at: time)
        }
        guard isReached || seat.isHeld, let service = settings.agent else { return nil }
        switch await seat.look(by: service, waits: settings.waitsForSeat, at: time) {
        case .none(.seat(let trouble)):
            return SearchTry(.seat, [], at: time, failing: .seat(trouble))
        case .none: return nil
        case .seat(let license, let held):
            let evidence = evidence(of: license, holding: held, contents)
            return SearchTry(.seat, [LicenseStanding(license, evidence, at: .now)], at: time)
        }
    }

    private func evidence(
        of license: SignedLicense, holding seat: SeatEvidence, _ contents: StoreContents
    ) -> Evidence {
        var evidence = settings.store.evidence(on: license, in: contents, at: settings.clock())
        evidence.feature = feature
        evidence.seat = seat
        evidence.snapshot = nil
        return evidence
    }

    /// Seats that the license's key itself has lent, verified. What is no such seat is none.
    private var borrowedSeats: [(SignedLicense, SeatEvidence)] {
        settings.store.seats.compactMap { file in
            guard let bytes = try? file.content.get(), let kept = try? KeptSeat(parsing: bytes),
                kept.product == product, kept.feature == feature, let text = kept.license
            else { return nil }
            var reader = DocumentReader(trusting: publisher.roots)
            guard let license = try? reader.license(Array(text.utf8)),
                license.product.id == product, let content = try? kept.verify(of: license),
                time >= content.from - 60,
                // It was lent to this computer, as far as names go.
                content.seat.host.lowercased() == HostName.current.lowercased()
            else { return nil }
            let left = Duration.seconds(content.until.timeIntervalSince(time))
            // It ends with its time: whoever has borrowed it knows when.
            guard left > .zero else { return nil }
            return (license, SeatEvidence(left: left))
        }
    }

    /// The licenses for the product, the newest first.
    private func candidates(in contents: StoreContents) -> [SignedLicense] {
        contents.licenses.map(\.license).filter { $0.product.id == product }
            .sorted {
                ($1.issuedAt, $0.id.description) < ($0.issuedAt, $1.id.description)
            }
    }

    private var time: Date { settings.clock().time }

    private func parameters() -> MachineParameters {
        MachineReader(sysroot: settings.sysroot).parameters()
    }
}

extension LicenseSearch {
    /// A license, with all that is known of it but for its keys.
    struct Candidate: Sendable {
        let license: SignedLicense
        let evidence: Evidence
        /// The same license, if the program runs on it.
        let running: LicenseStanding?

        init(license: SignedLicense, evidence: Evidence, running: LicenseStanding?) {
            self.license = license
            self.evidence = evidence
            self.running = running?.license == license ? running : nil
        }

        /// - Parameter keys: what a look has shown.
        func standing(with keys: [PresentKey]) -> LicenseStanding {
            var evidence = evidence
            evidence.keys = keys
            guard var standing = running else {
                return LicenseStanding(license, evidence, at: .now)
            }
            standing.learn(evidence, at: .now)
            return standing
        }
    }
}

extension LicenseSearch {
    /// Lets keys prove themselves through the agent.
    private func agentTry(_ candidates: [Candidate]) async -> SearchTry {
        // How many sticks the proofs come from is the agent's word alone, so several are asked directly.
        let proven = candidates.filter {
            !$0.license.binding.credentials.isEmpty && $0.license.binding.quorum == 1
        }.prefix(AgentQuestion.mostQueries)
        guard !proven.isEmpty else {
            return SearchTry(.agent, [], at: time, failing: .notApplicable(.agent))
        }
        guard let service = settings.agent else {
            return SearchTry(.agent, [], at: time, failing: .noSocket)
        }
        var generator = SystemRandomNumberGenerator()
        let queries = proven.map { ProofQuery(about: $0.license, nonce: Nonce(from: &generator)) }
        let asked = ContinuousClock.now
        let answer: AgentAnswer
        do throws(AgentError) {
            answer = try await service.answering(AgentQuestion(queries))
        } catch {
            // What the keys showed before holds until it is too old.
            return SearchTry(
                .agent, proven.compactMap(\.running), at: time,
                failing: .agent(error, at: service.socket.path))
        }
        let others = await identifiedKeys(for: Array(proven))
        let age = .now - asked
        let standings = zip(proven, zip(queries, answer.proofs)).map { candidate, told in
            let (query, proofs) = told
            let keys = answer.evidence(to: query.request, by: proofs, age: age)
            return candidate.standing(with: keys + others)
        }
        return SearchTry(.agent, standings, at: time, sequence: answer.sequence)
    }

    /// Keys that prove nothing count only as this program itself sees them.
    private func identifiedKeys(for candidates: [Candidate]) async -> [PresentKey] {
        // What cannot be listed is not there.
        (try? await settings.detector.identifiedKeys(of: candidates.map(\.license.binding))) ?? []
    }

    /// Looks at the keys in the ports of this computer.
    private func directTry(
        _ candidates: [Candidate], patience: Duration
    ) async -> SearchTry {
        let keyed = candidates.filter(\.license.binding.mode.hasKeys)
        guard !keyed.isEmpty else {
            return SearchTry(.direct, [], at: time, failing: .notApplicable(.direct))
        }
        let store = settings.store
        var generator = SystemRandomNumberGenerator()
        let requests = keyed.map(\.license).filter { !$0.binding.credentials.isEmpty }
            .map { ProofRequest(license: $0.id, nonce: Nonce(from: &generator)) }
        let bindings = keyed.map(\.license.binding)
        do throws(USBError) {
            let round = try await ProofRound(
                asking: requests, for: bindings, by: settings.detector, knowing: [],
                after: store.counters(of: bindings.flatMap(\.credentials).map(\.keyID)),
                patience: patience)
            // A store that cannot be written makes a copy harder to notice, and stops nobody.
            try? store.record(round.newCounters)
            return SearchTry(
                .direct,
                keyed.map { candidate in
                    let keys = round.evidence(for: candidate.license.id)
                    record(candidate, keys)
                    return candidate.standing(with: keys)
                }, at: time)
        } catch {
            // What the keys showed before holds until it is too old; who has shown none is refused.
            return SearchTry(
                .direct, keyed.map { $0.running ?? $0.standing(with: []) }, at: time,
                failing: .bus(error))
        }
    }

    private func machineTry(_ candidates: [Candidate]) -> SearchTry {
        let bound = candidates.filter {
            $0.license.binding.mode == .machine || $0.license.binding.mode == .keyOrMachine
        }
        guard !bound.isEmpty else {
            return SearchTry(.machine, [], at: time, failing: .notApplicable(.machine))
        }
        return SearchTry(.machine, bound.map { $0.standing(with: []) }, at: time)
    }

    /// Without it no start grace can follow, which a program cannot mend.
    private func record(_ candidate: Candidate, _ keys: [PresentKey]) {
        var evidence = candidate.evidence
        evidence.keys = keys
        try? settings.store.record(candidate.license, given: evidence, at: settings.clock())
    }
}

extension [String] {
    fileprivate var uniqued: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
