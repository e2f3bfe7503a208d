/// Finds the most telling reason why the bound keys are not there.
struct KeySearch {
    let binding: Binding
    /// The bound keys, but for those that were withdrawn.
    let expected: [KeyID]
    /// Those of them that are there.
    let present: [KeyID]
    let evidence: Evidence

    private var missing: [KeyID] { expected.filter { !present.contains($0) } }
    private var others: [PresentKey] {
        evidence.keys.filter { key in
            guard let id = key.id else { return true }
            return !expected.contains(id)
        }
    }

    var refusal: Refusal {
        for key in evidence.keys where stands(in: missing, key) {
            switch key.state {
            case .noAccess, .needsRuntime: return .keyNoAccess(expected: missing, found: key)
            case .busy: return .keyBusy(expected: missing, found: key)
            case .anonymous: return .keyAnonymous(expected: missing, found: key)
            case .ready, .unenrolled, .duplicateID: continue
            }
        }
        if let refusal = mute { return refusal }
        let sameModel = others.filter(isOfMissingModel)
        if present.isEmpty, !sameModel.isEmpty {
            return .keyWrong(expected: expected, found: sameModel)
        }
        return .keyAbsent(
            KeyShortage(
                expected: expected, quorum: binding.quorum, present: present,
                others: others, endedGrace: endedGrace))
    }

    /// A key of a missing model that would not say whether it is the one.
    private var mute: Refusal? {
        others.lazy.filter(\.refusesToProve).compactMap(\.model).compactMap(missingKey).first
            .map { .keyProofFailed($0.id, .absent) }
    }

    /// A key of this model that is looked for.
    private func missingKey(of model: AAGUID) -> BoundKey? {
        binding.keys.first { missing.contains($0.id) && $0.credential?.model == model }
    }

    /// Whether the key is one of these, or may be one of them and shows no ID.
    private func stands(in keys: [KeyID], _ key: PresentKey) -> Bool {
        guard let id = key.id else { return keys.contains { key.isLike($0) } }
        return keys.contains(id)
    }

    /// Whether the key is of a model that is looked for, and another one.
    private func isOfMissingModel(_ key: PresentKey) -> Bool {
        if let model = key.model { return missingKey(of: model) != nil }
        guard let id = key.id else { return false }
        return missing.contains { $0.isSameModel(as: id) }
    }

    private var endedGrace: Duration? {
        let grace = binding.grace.of(evidence.use)
        return evidence.keysLastSeen != nil && grace > .zero ? grace : nil
    }
}
