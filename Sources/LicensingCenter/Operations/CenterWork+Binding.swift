import CenterProtocol
import FoundationEssentials
import KeyAttestation
import LicenseBinding

extension CenterWork {
    /// A binding as it was proposed, once each of its keys is found fit.
    func binding(_ proposed: ProposedBinding, of kit: Kit) throws -> Binding {
        var keys: [BoundKey] = []
        for key in proposed.keys {
            let role: BoundKey.Role = keys.isEmpty ? .primary : .spare
            keys.append(try bound(key, as: role, beside: keys, of: kit))
        }
        var binding = Binding(
            mode: proposed.mode, keys: keys,
            machine: proposed.machine.map { machine($0, policy: .tolerant) })
        binding.seatServer = proposed.seatServer
        return binding
    }

    func machine(_ proposed: ProposedMachine, policy: MachineBinding.Policy) -> MachineBinding {
        MachineBinding(
            proposed.parameters, policy: policy, salt: center.random(16),
            deviceKey: proposed.deviceKey)
    }

    /// A key that may be bound: it is not withdrawn, not there already, as hard to copy as the kit asks, and a FIDO2
    /// key shows all that the publisher asks for.
    func bound(
        _ key: ProposedKey, as role: BoundKey.Role, beside others: [BoundKey], of kit: Kit
    ) throws -> BoundKey {
        let bound: BoundKey
        switch key {
        case .identified(let id): bound = BoundKey(id: id, role: role)
        case .enrolled(let enrollment): bound = BoundKey(try credential(enrollment), role: role)
        }
        guard bound.assurance >= kit.terms.minimumAssurance else {
            throw CenterRefusal.keyUnfit(
                bound.id,
                reason: "it only shows a number, and the kit's licenses ask for one that proves "
                    + "itself by a signature: a FIDO2 key")
        }
        guard !others.contains(where: { $0.id == bound.id }) else {
            throw CenterRefusal.keyTwice(bound.id)
        }
        guard try bound.assurance == .identified || !transaction.isWithdrawn(bound.id) else {
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
