import AgentProtocol
import AgentProtocol
import FoundationEssentials
import HardwareKeys
import LicenseBinding
import LicenseStore
import Logging
import MachineIdentity
import USBBus
import VerdictText

/// The verdicts on all licenses of this computer over time, as programs that run on them get them.
actor VerdictBoard {
    private let settings: @Sendable () -> AgentSettings
    private let desk: ProofDesk
    private let hub: EventHub
    private let logger: Logger
    private var standings: [LicenseID: LicenseStanding] = [:]
    private var order: [LicenseID] = []
    private var told: [LicenseID: Verdict.Outline] = [:]

    init(
        _ settings: @escaping @Sendable () -> AgentSettings, asking desk: ProofDesk, hub: EventHub,
        logger: Logger
    ) {
        self.settings = settings
        self.desk = desk
        self.hub = hub
        self.logger = logger
    }

    /// Lets the keys of all licenses prove themselves, and tells which verdicts are others now.
    func renew() async {
        let store = settings().store
        let contents = StoreContents(of: store)
        let licenses = contents.licenses.map(\.license)
        let keys = await keys(of: licenses)
        let moment = Moment.now()
        let machine = licenses.contains { $0.binding.machine != nil } ? parameters() : nil
        for license in licenses {
            var evidence = store.evidence(on: license, in: contents, at: moment)
            evidence.keys = keys?[license.id] ?? []
            if let machine { evidence.machine = machine } else { evidence.snapshot = nil }
            record(license, evidence, moment)
            learn(license, evidence, missing: keys == nil)
        }
        order = licenses.map(\.id)
        let known = Set(order)
        standings = standings.filter { known.contains($0.key) }
        told = told.filter { known.contains($0.key) }
        tellChanges()
    }

    /// Tells which verdicts are others now, though nothing was asked: a grace or a term has ended.
    func tellChanges() {
        for id in order {
            guard let verdict = verdict(on: id), told[id] != verdict.outline else { continue }
            let isFirst = told.updateValue(verdict.outline, forKey: id) == nil
            if !isFirst { hub.tell(.event(.verdict, json(of: id, verdict))) }
            logger.info(
                "verdict",
                metadata: ["license": "\(id)", "verdict": "\(verdict.summary)"])
        }
    }

    /// When a verdict changes though nothing happens.
    var nextChange: ContinuousClock.Instant? {
        standings.values.compactMap { $0.nextChange(after: .now, time: Date()) }.min()
    }

    var json: JSONObject {
        JSONObject([
            "licenses": .array(
                order.compactMap { id in verdict(on: id).map { .object(json(of: id, $0)) } })
        ])
    }

    private func verdict(on id: LicenseID) -> Verdict? {
        standings[id]?.verdict(at: .now, time: Date())
    }

    private func json(of id: LicenseID, _ verdict: Verdict) -> JSONObject {
        JSONObject([
            "license": .string(id.description),
            "product": standings[id].map { .string($0.license.product.id) },
        ]).adding(verdict.json)
    }

    /// What the keys of each license show.
    /// - Returns: nothing if they could not be asked.
    private func keys(of licenses: [SignedLicense]) async -> [LicenseID: [PresentKey]]? {
        do {
            let shown = try await settings().detector.identifiedKeys(
                of: licenses.map(\.binding))
            var keys = Dictionary(licenses.map { ($0.id, shown) }) { first, _ in first }
            var generator = SystemRandomNumberGenerator()
            let queries = licenses.filter { !$0.binding.credentials.isEmpty }
                .map { ProofQuery(about: $0, nonce: Nonce(from: &generator)) }
            let asked = ContinuousClock.now
            let answer = try await desk.answer(to: AgentQuestion(queries))
            for (query, proofs) in zip(queries, answer.proofs) {
                keys[query.request.license, default: []] += answer.evidence(
                    to: query.request, by: proofs, age: .now - asked)
            }
            return keys
        } catch {
            logger.error("the keys cannot be asked", metadata: ["error": "\(error)"])
            return nil
        }
    }

    private func learn(
        _ license: SignedLicense, _ evidence: Evidence, missing: Bool
    ) {
        guard standings[license.id]?.license == license else {
            standings[license.id] = LicenseStanding(license, evidence, at: .now)
            return
        }
        if !missing { standings[license.id]?.learn(evidence, at: .now) }
    }

    private func record(_ license: SignedLicense, _ evidence: Evidence, _ moment: Moment) {
        do throws(StoreError) {
            try settings().store.record(license, given: evidence, at: moment)
        } catch {
            logger.warning(
                "not recorded, so that no start grace can follow", metadata: ["error": "\(error)"])
        }
    }

    private func parameters() -> MachineParameters {
        MachineReader(sysroot: settings().sysroot).parameters()
    }
}

extension Verdict {
    fileprivate var summary: String {
        switch self {
        case .accepted(let valid):
            (["accepted"] + valid.warnings.map(\.code)).joined(separator: " ")
        case .refused(let refusals):
            (["refused"] + refusals.map(\.code)).joined(separator: " ")
        }
    }
}
