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
        /// Whether a key that does not answer now may be the one.
        var isBusy = false
    }

    static func finding(on license: SignedLicense, given evidence: Evidence) -> Finding {
        let checks = license.binding.keys.map { check($0, of: license, given: evidence) }
        let refusals = checks.compactMap(\.refusal)
        let clones = refusals.filter(\.isCloneAlarm)
        guard clones.isEmpty else { return Finding(refusals: clones) }
        let usable = distinct(checks.compactMap(\.usable))
        let present = usable.map(\.id)
        if usable.count >= license.binding.quorum {
            let standIn = usable.allSatisfy { $0.role == .spare } ? usable.first : nil
            return Finding(
                present: present, warnings: standIn.map { [.spareInUse($0.id)] } ?? [],
                isSatisfied: true)
        }
        let rest = shortfall(of: license, present: present, given: evidence)
        // A key that is too weak tells more than one that is absent, and less than one that is busy.
        guard refusals.isEmpty || rest.isBusy && refusals.allSatisfy(\.isOfStrength) else {
            return Finding(refusals: refusals, present: present)
        }
        return rest
    }

    /// A stick that was enrolled twice has two IDs, and is one key all the same.
    private static func distinct(_ usable: [(key: BoundKey, port: String)]) -> [BoundKey] {
        var sticks: Set<String> = []
        return usable.filter { $0.key.credential == nil || sticks.insert($0.port).inserted }
            .map(\.key)
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
        let search = KeySearch(
            binding: license.binding, expected: bound.filter { !lost.contains($0) },
            present: present, evidence: evidence)
        let reason = search.refusal
        var finding = Finding(present: present)
        if case .keyBusy = reason { finding.isBusy = true }
        if let left = graceLeft(of: license, given: evidence) {
            let until = evidence.time + left.timeInterval
            finding.warnings = [.inGrace(until: until, left: left)]
        } else {
            finding.refusals = [reason]
        }
        return finding
    }

    private enum Check {
        case absent
        case usable(BoundKey, port: String)
        case refused(Refusal)

        var usable: (key: BoundKey, port: String)? {
            if case .usable(let key, let port) = self { (key, port) } else { nil }
        }

        var refusal: Refusal? { if case .refused(let refusal) = self { refusal } else { nil } }
    }

    private static func check(
        _ bound: BoundKey, of license: SignedLicense, given evidence: Evidence
    ) -> Check {
        let seen = evidence.keys.filter { $0.id == bound.id }
        let judged = seen.filter { $0.state == .ready }
            .map { ($0, refusal(of: bound, $0, of: license, given: evidence)) }
        let good = judged.filter { $0.1 == nil }.map(\.0)
        // Whoever shows an ID has it; of those that are to prove it, only who does.
        let copies = bound.credential == nil ? seen : good
        if copies.count > 1 || seen.contains(where: { $0.state == .duplicateID }) {
            let ports = (copies.count > 1 ? copies : seen).map(\.port).sorted()
            return .refused(.keyCloneSuspected(bound.id, .ports(ports)))
        }
        if let key = good.first { return .usable(bound, port: key.port) }
        let refusals = judged.compactMap(\.1)
        let first = refusals.first(where: \.isCloneAlarm) ?? refusals.first
        return first.map { .refused($0) } ?? .absent
    }

    private static func refusal(
        of bound: BoundKey, _ seen: PresentKey, of license: SignedLicense, given evidence: Evidence
    ) -> Refusal? {
        if RevocationRule.isRevoked(bound.id, of: license, given: evidence) {
            return .revoked(.hardwareKey(bound.id))
        }
        let required = max(bound.assurance, license.binding.minimumAssurance)
        let found = seen.assurance ?? .identified
        guard found >= required else {
            return .assuranceTooLow(bound.id, required: required, found: found)
        }
        return ProofRule.refusal(of: bound, seen, for: license.id, evidence.use)
    }

    private static func graceLeft(of license: SignedLicense, given evidence: Evidence) -> Duration?
    {
        guard let unseen = evidence.keysLastSeen else { return nil }
        let left = license.binding.grace.of(evidence.use) - unseen
        return left > .zero ? left : nil
    }
}

extension Refusal {
    fileprivate var isCloneAlarm: Bool {
        if case .keyCloneSuspected = self { true } else { false }
    }

    fileprivate var isOfStrength: Bool {
        if case .assuranceTooLow = self { true } else { false }
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
