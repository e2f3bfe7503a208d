import FoundationEssentials

/// As many of the bound keys must be there as the license says, each as strong as it was bound;
/// else its grace, where one is left.
enum KeyRule {
    struct Finding {
        var refusals: [Refusal] = []
        var present: [KeyID] = []
        var warnings: [Warning] = []
        /// Whether the keys are there, and not only their grace.
        var isSatisfied = false
    }

    static func finding(on license: SignedLicense, given evidence: Evidence) -> Finding {
        var clones = cloneAlarms(on: license.binding, evidence.keys)
        var usable: [BoundKey] = []
        var weak: [Refusal] = []
        for bound in license.binding.keys {
            switch check(bound, of: license, given: evidence) {
            case .usable: usable.append(bound)
            case .absent: break
            case .refused(.keyCloneSuspected(let id, let sign)):
                clones.append(.keyCloneSuspected(id, sign))
            case .refused(let refusal): weak.append(refusal)
            }
        }
        guard clones.isEmpty else { return Finding(refusals: clones) }
        let present = usable.map(\.id)
        if usable.count >= license.binding.quorum {
            let standIn = usable.allSatisfy { $0.role == .spare } ? usable.first : nil
            return Finding(
                present: present, warnings: standIn.map { [.spareInUse($0.id)] } ?? [],
                isSatisfied: true)
        }
        guard weak.isEmpty else { return Finding(refusals: weak, present: present) }
        return shortfall(of: license, present: present, given: evidence)
    }

    /// Too few keys are there: a grace, or the most telling reason.
    private static func shortfall(
        of license: SignedLicense, present: [KeyID], given evidence: Evidence
    ) -> Finding {
        let bound = license.binding.keys.map(\.id)
        let lost = bound.filter {
            RevocationRule.isRevoked($0, of: license, given: evidence)
        }
        guard bound.count - lost.count >= license.binding.quorum else {
            return Finding(refusals: lost.map { .revoked(.hardwareKey($0)) }, present: present)
        }
        if let left = graceLeft(of: license, given: evidence) {
            let until = evidence.time + left.timeInterval
            return Finding(present: present, warnings: [.inGrace(until: until, left: left)])
        }
        let search = KeySearch(
            binding: license.binding, expected: bound.filter { !lost.contains($0) },
            present: present, evidence: evidence)
        return Finding(refusals: [search.refusal], present: present)
    }

    private enum Check {
        case usable, absent
        case refused(Refusal)
    }

    private static func check(
        _ bound: BoundKey, of license: SignedLicense, given evidence: Evidence
    ) -> Check {
        let seen = evidence.keys.first { $0.id == bound.id && $0.state == .ready }
        guard let seen else { return .absent }
        if RevocationRule.isRevoked(bound.id, of: license, given: evidence) {
            return .refused(.revoked(.hardwareKey(bound.id)))
        }
        let required = max(bound.assurance, license.binding.minimumAssurance)
        let found = seen.assurance ?? .identified
        guard found >= required else {
            return .refused(.assuranceTooLow(bound.id, required: required, found: found))
        }
        return ProofRule.refusal(of: bound, seen, for: license.id, evidence.use)
            .map { .refused($0) } ?? .usable
    }

    private static func cloneAlarms(on binding: Binding, _ keys: [PresentKey]) -> [Refusal] {
        binding.keys.compactMap { bound in
            let copies = keys.filter { $0.id == bound.id }
            guard copies.count > 1 || copies.contains(where: { $0.state == .duplicateID }) else {
                return nil
            }
            return .keyCloneSuspected(bound.id, .ports(copies.map(\.port).sorted()))
        }
    }

    private static func graceLeft(of license: SignedLicense, given evidence: Evidence) -> Duration?
    {
        guard let unseen = evidence.keysLastSeen else { return nil }
        let left = license.binding.grace.of(evidence.use) - unseen
        return left > .zero ? left : nil
    }
}

extension Grace {
    func of(_ use: Evidence.Use) -> Duration {
        switch use {
        case .start: start
        case .running: running
        }
    }
}
