import CommandLineFront
import FileSystem
import Foundation
import HardwareKeys
import LicenseBinding
import LicenseStore
import MachineIdentity
import USBBus
import VerdictText

/// What a check of licenses needs of this computer, gathered once and only when it is needed.
final class Site {
    let store: LicenseStore
    let moment = CommandContext.current.clock()
    private let sysroot: Folder

    private(set) lazy var machine = MachineReader(sysroot: sysroot).parameters()
    lazy var trust = StoreTrust(of: store)
    lazy var contents = StoreContents(of: store, trusting: trust)
    private var round: ProofRound?

    init(_ store: StoreOptions, _ machine: MachineOptions) throws {
        self.store = try store.store()
        sysroot = machine.folder
    }

    /// Looks at the keys that are plugged in, and lets those that can prove themselves do so for these
    /// licenses.
    func ask(for licenses: [SignedLicense]) async throws {
        guard licenses.contains(where: \.binding.mode.hasKeys) else { return }
        let requests = licenses.filter { !$0.binding.credentials.isEmpty }.compactMap { license in
            Nonce(CommandContext.current.random(Nonce.count)).map {
                ProofRequest(license: license.id, nonce: $0)
            }
        }
        let bindings = licenses.map(\.binding).filter(\.mode.hasKeys)
        // Only for a license that has one are FIDO2 keys asked, and waited for.
        let others = requests.isEmpty ? [] : KnownKeys(of: store, contents).credentials
        let known = bindings.flatMap(\.credentials) + others
        let patience = Task {
            try await Task.sleep(for: .seconds(2))
            Console.note(
                "Waiting for a key that does not answer yet, \(ProofRound.patience.text) at most.")
        }
        defer { patience.cancel() }
        let round = try await ProofRound(
            asking: requests, for: bindings, by: PluggedKeys.detector(), knowing: others,
            after: store.counters(of: known.map(\.keyID)))
        self.round = round
        Unrecorded.tell(Unrecorded.counters) { () throws(StoreError) in
            try store.record(round.newCounters)
        }
    }

    /// - Parameter license: one of those that the keys were asked for.
    func verdict(on license: SignedLicense) -> Verdict {
        var evidence = store.evidence(on: license, in: contents, at: moment)
        if let round { evidence.keys = round.evidence(for: license.id) }
        if license.binding.machine != nil || evidence.snapshot != nil {
            evidence.machine = machine
        }
        if !contents.paths(of: license.id).isEmpty { record(license, evidence) }
        return LicenseVerifier.verdict(on: license, given: evidence)
    }

    private func record(_ license: SignedLicense, _ evidence: Evidence) {
        Unrecorded.tell("no start grace can follow") { () throws(StoreError) in
            try store.record(license, given: evidence, at: moment)
        }
    }
}
