import LicenseBinding

/// Whether two devices show one ID.
enum DuplicatesCheck {
    static func findings(_ facts: SystemFacts) -> [Finding] {
        let keys = Dictionary(grouping: facts.keys.filter { $0.id != nil }) { $0.id }
        return keys.values.filter { $0.count > 1 }.map(finding)
            .sorted { ($0.subject ?? "") < ($1.subject ?? "") }
            .or(.duplicates, "no two keys show one ID")
    }

    private static func finding(_ keys: [PluggedKey]) -> Finding {
        let ports = keys.map(\.subject).sorted().joined(separator: ", ")
        return Finding(
            .duplicates, .mend, of: ports,
            "these ports show one ID: \(keys[0].id?.description ?? "")",
            why: "One of the keys is a copy, and nobody can tell which: licenses bound to it are "
                + "refused. Unplug the one that is not yours, then look:", ["keybound keys list"])
    }
}
