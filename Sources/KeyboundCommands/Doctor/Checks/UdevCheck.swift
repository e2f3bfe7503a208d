import HardwareKeys
import SystemInspection

/// Whether udev runs, and our rule is installed, current and in effect.
enum UdevCheck {
    /// Access for the user at the screen is granted by the rule of this name.
    private static let seatRule = "73-seat-late.rules"

    static func findings(_ facts: SystemFacts) -> [Finding] {
        guard facts.isUdevRunning else { return [notRunning(facts)] }
        let ours = facts.ruleFiles.filter(isOurs)
        guard let rule = ours.first(where: { defect($0, facts) == nil }) ?? ours.first else {
            return [missing(facts)]
        }
        if let defect = defect(rule, facts) { return [defect] }
        guard facts.group != nil else { return [noGroup(rule)] }
        return facts.keys.compactMap { node($0, facts) }
            .or(.udev, "\(rule.path) is installed, current and in effect")
    }

    private static func isOurs(_ file: RuleFile) -> Bool {
        switch file.content {
        case .masked: false
        case .unreadable: true
        case .text(let text): RuleFile.lines(text).contains { $0.contains("keybound") }
        }
    }

    private static func level(_ facts: SystemFacts) -> Finding.Level {
        facts.keys.contains(where: \.needsNode) ? .mend : .advice
    }

    private static func notRunning(_ facts: SystemFacts) -> Finding {
        let isContainer = facts.surroundings.container != nil
        if isContainer, level(facts) != .mend { return .ok(.udev, "udev is the work of the host") }
        return Finding(
            .udev, level(facts), "udev does not run (no /run/udev/control)",
            why: "Nobody gives license keys to the group keybound."
                + (isContainer ? " For this container, the host has to." : ""),
            isContainer ? [] : [RuleRemedy.startUdev])
    }

    private static func missing(_ facts: SystemFacts) -> Finding {
        let install =
            (facts.group == nil ? [RuleRemedy.makeGroup] : [])
            + [RuleRemedy.install, RuleRemedy.apply]
        let masked = facts.ruleFiles.first {
            $0.name == UdevRules.fileName && $0.content == .masked
        }
        guard let masked else {
            return Finding(
                .udev, level(facts), "no udev rule for license keys is installed",
                why: "Keys whose driver opens them need it; keys with a public serial number "
                    + "do not.", install)
        }
        return Finding(
            .udev, .mend, of: masked.path,
            "the rule is switched off: the file is empty or a link to /dev/null",
            why: "A rule of this name in another folder has no effect.",
            ["sudo rm \(ShellWord.quoted(masked.path))"] + install)
    }

    /// What is wrong with a rule file, if something is.
    private static func defect(_ rule: RuleFile, _ facts: SystemFacts) -> Finding? {
        guard case .text(let text) = rule.content else {
            return Finding(
                .udev, .unknown, of: rule.path, "the rule cannot be read",
                why: "Whether it is current is not known.", ["sudo keybound doctor"])
        }
        let missing = RuleGap(of: text, facts.catalog)
        guard missing.isEmpty else {
            return Finding(
                .udev, .mend, of: rule.path, "the rule is not current: \(missing.text)",
                why: "Keys of these models are not given to the group keybound.",
                [
                    "keybound keys udev-rules | sudo tee \(ShellWord.quoted(rule.path))",
                    RuleRemedy.apply,
                ])
        }
        guard rule.name.utf8.lexicographicallyPrecedes(seatRule.utf8) else {
            return Finding(
                .udev, .mend, of: rule.path, "the rule comes after \(seatRule)",
                why: "The user at the screen gets no access when a key is plugged in.",
                ["sudo mv \(ShellWord.quoted(rule.path)) \(RuleRemedy.path)", RuleRemedy.apply])
        }
        return nil
    }

    private static func noGroup(_ rule: RuleFile) -> Finding {
        Finding(
            .udev, .mend, of: rule.path, "the group keybound does not exist",
            why: "udev leaves out what a rule says of a group that it does not know.",
            [RuleRemedy.makeGroup, RuleRemedy.apply])
    }

    /// A key whose node is not as the rule wants it.
    private static func node(_ key: PluggedKey, _ facts: SystemFacts) -> Finding? {
        guard let node = key.node else { return nil }
        var gaps: [String] = []
        if node.group != facts.group?.number {
            gaps.append("group \(facts.name(ofGroup: node.group)) instead of keybound")
        }
        if node.mode != 0o660 {
            gaps.append("mode 0\(String(node.mode, radix: 8)) instead of 0660")
        }
        // Of FIDO2 keys systemd's own rule (70-uaccess.rules) gives it.
        if !key.provesItself, key.record?.tags.contains("uaccess") != true {
            gaps.append("no tag uaccess")
        }
        guard !gaps.isEmpty else { return nil }
        return Finding(
            .udev, .mend, of: key.subject, "\(key.path): \(gaps.joined(separator: ", "))",
            why: "The rule is right, and has not been applied to this key.", [RuleRemedy.apply])
    }
}
