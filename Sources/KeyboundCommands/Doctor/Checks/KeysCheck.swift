import CommandLineFront
import HardwareKeys
import LicenseBinding

/// The license keys that are plugged in, and devices that may be some.
enum KeysCheck {
    static func findings(_ facts: SystemFacts) -> [Finding] {
        let unknown = facts.devices.filter { LookAlike.isLikely($0, facts.catalog) }
            .map { LookAlike.finding($0, facts) }
        return facts.keys.map(finding) + absence(facts) + unknown
    }

    /// That no key is there, or none that a license here is bound to.
    private static func absence(_ facts: SystemFacts) -> [Finding] {
        guard facts.store.needsKey else {
            return facts.keys.isEmpty
                ? [.ok(.keys, "no license key is plugged in, and no license needs one")] : []
        }
        let bound = Set(facts.store.keys)
        guard !facts.keys.contains(where: { $0.mayBeOne(of: bound) }) else { return [] }
        let all = bound.map(\.description).sorted()
        let keys = (all.prefix(5) + (all.count > 5 ? ["…"] : [])).joined(separator: ", ")
        return [
            Finding(
                .keys, .mend,
                facts.keys.isEmpty
                    ? "no license key is plugged in" : "no key of a license here is plugged in",
                why: "Licenses here need one of: \(keys). Plug it in; this tells whether it came:",
                ["keybound keys watch"])
        ]
    }

    private static func finding(_ key: PluggedKey) -> Finding {
        switch key.state {
        // What is wrong with the last four, the checks access, held, duplicates and runtime say.
        case .ready, .unenrolled, .noAccess, .busy, .duplicateID, .needsRuntime:
            .ok(.keys, of: key.subject, key.text)
        case .anonymous:
            Finding(
                .keys, .advice, of: key.subject, key.text, why: key.reason ?? key.state.sentence,
                ["keybound keys show \(key.subject)"])
        }
    }
}

extension PluggedKey {
    /// Whether it is one of these keys, or shows no ID and may be.
    fileprivate func mayBeOne(of keys: Set<KeyID>) -> Bool {
        switch state {
        case .ready, .unenrolled, .anonymous, .duplicateID: ids.contains { keys.contains($0) }
        case .needsRuntime, .noAccess, .busy: true
        }
    }
}
