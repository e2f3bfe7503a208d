import AgentProtocol
import HardwareKeys
import LicenseBinding
import LicenseStore
import Logging
import USBBus

/// One look at all keys, in which each of them signs once for all who ask.
struct ProofLook: Sendable {
    struct Found: Sendable {
        let keys: [PresentKey]
        let proofs: [AgentProof]
        /// The number of the last event before the look.
        let sequence: Int64
    }

    typealias Answer = Result<Found, USBError>

    private let settings: @Sendable () -> AgentSettings
    private let hub: EventHub
    private let logger: Logger

    /// - Parameter settings: as they are now.
    init(_ settings: @escaping @Sendable () -> AgentSettings, hub: EventHub, logger: Logger) {
        self.settings = settings
        self.hub = hub
        self.logger = logger
    }

    /// - Returns: an answer to each query, in their order, and the counters that keys have shown, which are to be kept
    ///   before the next look.
    func answers(
        to queries: [ProofQuery]
    ) async -> (answers: [Answer], counters: [KeyID: UInt32]) {
        let batch = ProofBatch(queries.map(\.request))
        let credentials = queries.flatMap(\.credentials)
        let settings = settings()
        let sequence = hub.sequence
        let counters = settings.store.counters(of: credentials.map(\.keyID))
        let question = KeyQuestion(
            about: credentials, challenge: batch.challenge, patience: settings.patience,
            waitingFor: NeededKeys(of: queries), countingOthers: true)
        let found = await settings.detector.asking(question).found()
        let keys: [HardwareKey]
        switch found {
        case .failure(let error): return (queries.map { _ in .failure(error) }, [:])
        case .success(let list): keys = list
        }
        let evidence = keys.flatMap(\.evidence)
        let answers = queries.indices.map { index -> Answer in
            let proofs = queries[index].credentials.flatMap { credential in
                keys.compactMap { $0.answer(by: credential) }.map { answer in
                    AgentProof(
                        of: credential.keyID, batch.proof(of: index, by: answer.assertion),
                        lastCounter: counters[credential.keyID])
                }
            }
            return .success(Found(keys: evidence, proofs: proofs, sequence: sequence))
        }
        return (answers, keys.counters)
    }

    func keep(_ counters: [KeyID: UInt32]) {
        do throws(StoreError) {
            try settings().store.record(counters)
        } catch {
            logger.warning(
                "a counter was not recorded, so that a copy of a key may go unnoticed",
                metadata: ["error": "\(error)"])
        }
    }
}

extension NeededKeys {
    convenience init(of queries: [ProofQuery]) {
        var seen: Set<Set<KeyID>> = []
        self.init(
            queries.map { (Set($0.credentials.map(\.keyID)), $0.quorum) }
                .filter { seen.insert($0.0).inserted })
    }
}
