/// Only what is missing from the bound computer counts; what was added is named and no more.
enum MachineRule {
    struct Finding {
        var refusals: [Refusal] = []
        var warnings: [Warning] = []
    }

    static func finding(on binding: Binding, given evidence: Evidence) -> Finding {
        guard let bound = binding.machine else { return unbound(evidence) }
        let changes = MachineComparison.changes(
            from: bound, to: evidence.machine, snapshot: evidence.snapshot)
        let warnings: [Warning] = changes.isEmpty ? [] : [.machineChanged(changes)]
        let counted =
            switch bound.policy {
            case .strict: changes.filter(\.isLoss)
            case .tolerant: changes.filter(\.isCountedLoss)
            }
        let most = bound.policy == .strict ? 0 : MachineBinding.forgiven
        guard counted.count > most else { return Finding(warnings: warnings) }
        return Finding(refusals: [.machineChanged(counted, bound.policy)], warnings: warnings)
    }

    /// A license of a key alone follows it to any computer; what changed since it was installed
    /// is worth a word.
    private static func unbound(_ evidence: Evidence) -> Finding {
        guard let snapshot = evidence.snapshot else { return Finding() }
        let changes = MachineComparison.changes(from: snapshot, to: evidence.machine)
        return Finding(warnings: changes.isEmpty ? [] : [.machineChanged(changes)])
    }
}
