import CenterProtocol
import FoundationEssentials
import LicenseBinding

extension CenterWork {
    /// A license of the named kit that holds, proven by what it is bound to.
    /// - Parameter asked: what the proof must be for.
    func proven(
        _ id: LicenseID, of kit: RegistrationNumber, by part: ProvenPart, for asked: JSONObject,
        takingDevice takesDevice: Bool
    ) throws -> (record: LicenseRecord, license: License) {
        guard center.secrets.isFresh(part.challenge, at: time, by: channel),
            try !transaction.hasUsed(part.challenge)
        else { throw CenterRefusal.challengeStale }
        guard let record = try transaction.license(id), record.kit == kit else {
            throw CenterRefusal.unproven
        }
        let license = try license(record)
        let request = ProofRequest(
            license: id, nonce: AnchorProof.nonce(part.challenge, for: asked))
        guard
            try isProven(license.binding, by: part.proof, request, takingDevice: takesDevice)
        else { throw CenterRefusal.unproven }
        // Only who has shown that it is his is told what became of it.
        guard record.state == .active else {
            throw CenterRefusal.licenseEnded(id, successor: record.successor)
        }
        return (record, license)
    }

    private func isProven(
        _ binding: Binding, by proof: AnchorProof, _ request: ProofRequest,
        takingDevice takesDevice: Bool
    ) throws -> Bool {
        switch proof {
        case .key(let id, let proof):
            let key = binding.keys.first { $0.id == id }
            guard let credential = key?.credential,
                try !transaction.isWithdrawn(id)
            else { return false }
            // Why it is none is nobody's business.
            return (try? proof.verify(request, by: credential, for: .center)) != nil
        case .device(let signature):
            // Where a key is needed besides, the computer alone proves nothing.
            guard takesDevice, binding.mode == .machine || binding.mode == .keyOrMachine,
                let key = binding.machine?.deviceKey
            else { return false }
            return key.isValid(signature, for: AnchorProof.deviceMessage(request)[...])
        }
    }

    /// A license whose key is there: the same one, or a new one for a computer that has changed.
    func recovery(_ request: RecoveryRequest) throws -> Outcome {
        let (record, license) = try proven(
            request.license, of: request.head.registration, by: request.proven, for: request.asked,
            takingDevice: false)
        guard let machine = request.machine, let bound = license.binding.machine,
            MachineComparison.changes(from: bound, to: machine.parameters)
                .contains(where: \.isCountedLoss) || bound.deviceKey != machine.deviceKey
        else {
            try note(
                "license.recovered",
                JSONObject([
                    "license": .string(record.id.description),
                    "request": .string(request.head.id.description),
                    "computer": .string(request.head.computer),
                ]))
            return Outcome(license: record)
        }
        guard let kit = try transaction.kit(record.kit) else { throw CenterRefusal.unproven }
        try checkLimit(kit, workplace: record.workplace)
        var binding = license.binding
        binding.machine = self.machine(machine, policy: bound.policy)
        let new = try issue(
            Issue(
                kit: kit, workplace: record.workplace, operation: Self.recoveryByKey,
                binding: binding, replacing: holding(record.kit, workplace: record.workplace)),
            for: request.head)
        return Outcome(license: new)
    }
}
