import LicenseBinding
import SystemInspection

/// Whether another program holds a license key open.
enum HeldCheck {
    static func findings(_ facts: SystemFacts) -> [Finding] {
        facts.keys.map { finding($0, facts.holders) }.or(.held, "no license key to hold")
    }

    private static func finding(_ key: PluggedKey, _ holders: NodeHolders) -> Finding {
        let found = holders.found.filter { key.paths.contains($0.path) }
        guard key.state == .busy, !key.isSentinel else { return free(key, found, holders) }
        guard found.isEmpty else { return held(key, found) }
        guard holders.isWhole else {
            return Finding(
                .held, .unknown, of: key.subject,
                "whether a program of another user holds \(key.name) cannot be seen",
                why: "A key that another program holds does not answer.",
                ["sudo keybound doctor", "sudo fuser -v \(key.paths.joined(separator: " "))"])
        }
        return Finding(
            .held, .mend, of: key.subject,
            "\(key.name) does not answer, and no program holds it",
            why: "Its ID cannot be read. Plug it out and in; this tells whether it answers:",
            ["keybound keys watch"])
    }

    /// A key that is not busy can be held by whom it likes.
    private static func free(
        _ key: PluggedKey, _ found: [NodeHolder], _ holders: NodeHolders
    ) -> Finding {
        let text =
            if !found.isEmpty {
                "\(key.name) is held by \(text(found)), and that is in nobody's way"
            } else if holders.isWhole {
                "no program holds \(key.name)"
            } else {
                "\(key.name) need not be free"
            }
        return .ok(.held, of: key.subject, text)
    }

    private static func held(_ key: PluggedKey, _ found: [NodeHolder]) -> Finding {
        let processes = Set(found.map(\.process)).sorted().map(String.init)
        return Finding(
            .held, .mend, of: key.subject, "\(key.name) is held by \(text(found))",
            why: "One program at a time can use the key. End that program, or its service:",
            ["ps -fp \(processes.joined(separator: ","))"]
                + ["sudo kill \(processes.joined(separator: " "))"])
    }

    private static func text(_ found: [NodeHolder]) -> String {
        found.map { "\($0.program) (process \($0.process), \($0.path))" }.joined(separator: ", ")
    }
}
