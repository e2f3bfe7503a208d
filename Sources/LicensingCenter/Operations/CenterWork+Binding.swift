import CenterProtocol
import FoundationEssentials
import KeyAttestation
import LicenseBinding

extension CenterWork {
    /// A binding as it was proposed, once each of its keys is found fit.
    func binding(_ proposed: ProposedBinding) throws -> Binding {
        var keys: [BoundKey] = []
        for key in proposed.keys {
            keys.append(try bound(key, as: keys.isEmpty ? .primary : .spare, beside: keys))
        }
        return Binding(
            mode: proposed.mode, keys: keys,
            machine: proposed.machine.map { machine($0, policy: .tolerant) })
    }

    func machine(_ proposed: ProposedMachine, policy: MachineBinding.Policy) -> MachineBinding {
        MachineBinding(
            proposed.parameters, policy: policy, salt: center.random(16),
            deviceKey: proposed.deviceKey)
    }

    /// A key that may be bound: it is not withdrawn, not there already, and a FIDO2 key shows all that the publisher
    /// asks for.
    func bound(
        _ key: ProposedKey, as role: BoundKey.Role, beside others: [BoundKey]
    ) throws -> BoundKey {
        let bound: BoundKey
        switch key {
        case .identified(let id): bound = BoundKey(id: id, role: role)
        case .enrolled(let enrollment): bound = BoundKey(try credential(enrollment), role: role)
        }
        guard !others.contains(where: { $0.id == bound.id }) else {
            throw CenterRefusal.keyTwice(bound.id)
        }
        guard try !transaction.isWithdrawn(bound.id) else {
            throw CenterRefusal.keyWithdrawn(bound.id)
        }
        return bound
    }

    /// Verifies all that the site has verified once more.
    private func credential(_ enrollment: Enrollment) throws -> KeyCredential {
        guard enrollment.root == center.publisher.key.thumbprint else {
            throw CenterRefusal.keyUnfit(nil, reason: "it was enrolled for another publisher")
        }
        do throws(EnrollmentDefect) {
            let attestation = try enrollment.verified()
            try center.policy.accept(attestation, at: time)
            return attestation.credential
        } catch {
            throw CenterRefusal.keyUnfit(nil, reason: error.text)
        }
    }
}
