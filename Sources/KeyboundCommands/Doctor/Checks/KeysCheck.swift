import HardwareKeys
import LicenseBinding

/// The license keys that are plugged in, and devices that may be some.
enum KeysCheck {
    static func findings(_ facts: SystemFacts) -> [Finding] {
        let unknown = facts.devices.filter { LookAlike.isLikely($0, facts.catalog) }
            .map { LookAlike.finding($0, facts) }
        return (facts.keys.isEmpty ? [none(facts)] : facts.keys.map(finding)) + unknown
    }

    private static func none(_ facts: SystemFacts) -> Finding {
        guard facts.store.needsKey else {
            return .ok(.keys, "no license key is plugged in, and no license needs one")
        }
        let all = Set(facts.store.keys.map(\.description)).sorted()
        let keys = (all.prefix(5) + (all.count > 5 ? ["…"] : [])).joined(separator: ", ")
        return Finding(
            .keys, .mend, "no license key is plugged in",
            why: "Licenses here need one of: \(keys). Plug it in; this tells whether it came:",
            ["keybound keys watch"])
    }

    private static func finding(_ key: PluggedKey) -> Finding {
        switch key.state {
        // What is wrong with the last three, the checks access, held and duplicates say.
        case .ready, .unenrolled, .noAccess, .busy, .duplicateID:
            .ok(.keys, of: key.subject, key.text)
        case .needsRuntime, .anonymous:
            Finding(
                .keys, .advice, of: key.subject, key.text, why: key.state.sentence,
                ["keybound keys show \(key.subject)"])
        }
    }
}

extension PluggedKey {
    fileprivate var text: String {
        (id.map { "\($0), " } ?? "") + "\(name) (\(model)), \(state.rawValue)"
    }
}
