/// What the license is tied to must be there, as its mode says: keys, machine, or both.
enum AnchorRule {
    struct Finding {
        var refusals: [Refusal] = []
        var keys: [KeyID] = []
        var warnings: [Warning] = []
    }

    static func finding(on license: SignedLicense, given evidence: Evidence) -> Finding {
        let machine = MachineRule.finding(on: license.binding, given: evidence)
        guard license.binding.mode.hasKeys else {
            return Finding(refusals: machine.refusals, warnings: machine.warnings)
        }
        let keys = KeyRule.finding(on: license, given: evidence)
        switch license.binding.mode {
        case .machine, .key:
            return Finding(
                refusals: keys.refusals, keys: keys.present,
                warnings: keys.warnings + machine.warnings)
        case .keyAndMachine:
            return Finding(
                refusals: keys.refusals + machine.refusals, keys: keys.present,
                warnings: keys.warnings + machine.warnings)
        case .keyOrMachine:
            return either(keys, machine)
        }
    }

    /// The key; else the machine, which then needs no grace; else the key's grace.
    private static func either(_ keys: KeyRule.Finding, _ machine: MachineRule.Finding) -> Finding {
        if keys.isSatisfied || !machine.refusals.isEmpty && keys.refusals.isEmpty {
            return Finding(keys: keys.present, warnings: keys.warnings + machine.warnings)
        }
        guard machine.refusals.isEmpty else {
            return Finding(refusals: keys.refusals + machine.refusals)
        }
        return Finding(keys: keys.present, warnings: machine.warnings)
    }
}
