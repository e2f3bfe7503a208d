import LicenseBinding

/// Whether two devices show one ID.
enum DuplicatesCheck {
    static func findings(_ facts: SystemFacts) -> [Finding] {
        let keys = facts.keys.flatMap { key in key.ids.map { ($0, [key]) } }
        return Dictionary(keys, uniquingKeysWith: +).filter { $0.value.count > 1 }.map(finding)
            .sorted { ($0.subject ?? "") < ($1.subject ?? "") }
            .or(.duplicates, "no two keys show one ID")
    }

    private static func finding(_ id: KeyID, _ keys: [PluggedKey]) -> Finding {
        let ports = keys.map(\.subject).sorted().joined(separator: ", ")
        return Finding(
            .duplicates, .mend, of: ports,
            "these ports show one ID: \(id)",
            why: "One of the keys is a copy, and nobody can tell which: licenses bound to it are "
                + "refused. Unplug the one that is not yours, then look:", ["keybound keys list"])
    }
}
