/// Compares computers part by part.
package enum MachineComparison {
    /// What changed since a readable snapshot was taken.
    package static func changes(
        from old: MachineParameters, to new: MachineParameters
    ) -> [MachineChange] {
        var changes: [MachineChange] = []
        for part in MachinePart.allCases {
            let was = old.values[part] ?? []
            let now = new.values[part] ?? []
            changes += was.filter { !now.contains($0) }.map { .missing(part, name: $0) }
            changes += now.filter { !was.contains($0) }.map { .added(part, name: $0) }
        }
        return changes + memory(from: old.memory, to: new.memory)
    }

    /// What changed since a license was bound.
    /// - Parameter snapshot: the readable parts of that time, from which what is missing gets its
    ///   name; the license itself holds digests.
    package static func changes(
        from binding: MachineBinding, to machine: MachineParameters,
        snapshot: MachineParameters? = nil
    ) -> [MachineChange] {
        var changes: [MachineChange] = []
        for part in MachinePart.allCases {
            let bound = binding.digests[part] ?? []
            let now = named(machine, part, by: binding)
            let was = snapshot.map { named($0, part, by: binding) } ?? [:]
            changes += bound.filter { now[$0] == nil }.map { .missing(part, name: was[$0]) }
            let new = now.filter { !bound.contains($0.key) }.values.sorted()
            changes += new.map { .added(part, name: $0) }
        }
        return changes + memory(from: binding.memory, to: machine.memory)
    }

    private static func named(
        _ machine: MachineParameters, _ part: MachinePart, by binding: MachineBinding
    ) -> [String: String] {
        let values = machine.values[part] ?? []
        return Dictionary(values.map { (binding.digest(of: $0, part), $0) }) { first, _ in first }
    }

    /// What the kernel and the graphics keep for themselves changes with updates, and may tip the
    /// rounding: one GiB less of many is no module that was taken out.
    private static func memory(from old: Int64, to new: Int64) -> [MachineChange] {
        let jitter: Int64 = old >= 4 << 30 ? 1 << 30 : 0
        if new < old - jitter { return [.memoryShrunk(from: old, to: new)] }
        return new > old ? [.memoryGrown(from: old, to: new)] : []
    }
}
