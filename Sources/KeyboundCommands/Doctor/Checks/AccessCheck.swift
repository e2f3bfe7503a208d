import HardwareKeys
import LicenseBinding
import SystemInspection

/// Whether this user may open the license keys that have to be opened.
enum AccessCheck {
    static func findings(_ facts: SystemFacts) -> [Finding] {
        facts.keys.map { finding($0, facts) }.or(.access, "no license key to open")
    }

    private static func finding(_ key: PluggedKey, _ facts: SystemFacts) -> Finding {
        guard key.needsNode else {
            return .ok(
                .access, of: key.subject,
                key.provesItself
                    ? "this user may open \(key.path)"
                    : "\(key.name) need not be opened by this user")
        }
        guard let node = key.node else { return absent(key) }
        let rights = "\(key.path) (\(text(node, facts)))"
        guard !node.isOpen(to: facts.account) else {
            return key.state == .busy
                ? .ok(.access, of: key.subject, "this user may open \(rights)")
                : forbidden(key, rights)
        }
        let steps = steps(node, facts)
        return Finding(
            .access, .mend, of: key.subject, "this user may not open \(rights)",
            why: "\(key.need), which the rule \(RuleRemedy.path) gives to the group keybound. "
                + steps.compactMap(\.reason).joined(separator: " "),
            steps.map(\.command))
    }

    private static func absent(_ key: PluggedKey) -> Finding {
        Finding(
            .access, .mend, of: key.subject, "\(key.path) is not there",
            why: "\(key.need), through this file. On a computer, plug the key out and in; into a "
                + "container, pass it: see the check virtual.",
            ["ls -l \(key.provesItself ? "/dev/hidraw*" : "/dev/bus/usb")"])
    }

    /// Refused though the file would let the user in.
    private static func forbidden(_ key: PluggedKey, _ rights: String) -> Finding {
        Finding(
            .access, .mend, of: key.subject, "\(rights) lets this user in, and opening is refused",
            why: "A container's list of devices or a security module forbids it, or the rights "
                + "have changed just now. Look again, then for denials:",
            ["keybound doctor", "sudo dmesg | grep -i denied"])
    }

    private typealias Step = (reason: String?, command: String)

    private static func steps(_ node: DeviceNode, _ facts: SystemFacts) -> [Step] {
        var steps: [Step] = []
        if facts.group == nil {
            steps.append(("The group keybound does not exist.", RuleRemedy.makeGroup))
        }
        if facts.group == nil || node.group != facts.group?.number || node.mode & 0o060 != 0o060 {
            steps.append(("The rule is not in effect.", RuleRemedy.install))
            steps.append((nil, RuleRemedy.apply))
        }
        return steps + membership(facts)
    }

    private static func membership(_ facts: SystemFacts) -> [Step] {
        let user = facts.account.name.map(ShellWord.quoted) ?? #""$USER""#
        guard let group = facts.group, facts.account.isMember(of: group) else {
            return [
                (
                    "This user is not in the group.",
                    "sudo usermod --append --groups keybound \(user)"
                ),
                (
                    "After that log in again, or begin a shell that has the group.",
                    "newgrp keybound"
                ),
            ]
        }
        guard !facts.account.groups.contains(group.number) else { return [] }
        return [
            (
                "This user is in the group, and this session began before that: log in again, "
                    + "or begin a shell that has the group.", "newgrp keybound"
            )
        ]
    }

    /// `root:plugdev 0660, user:1000:rw-`
    private static func text(_ node: DeviceNode, _ facts: SystemFacts) -> String {
        let owner = node.owner == 0 ? "root" : String(node.owner)
        let digits = String(node.mode, radix: 8)
        let mode = String(repeating: "0", count: 4 - digits.count) + digits
        let list = (node.list?.entries ?? []).filter { entry in
            switch entry.subject {
            case .user, .namedGroup: true
            case .owner, .group, .mask, .other: false
            }
        }
        return
            (["\(owner):\(facts.name(ofGroup: node.group)) \(mode)"]
            + list.map(\.description)).joined(separator: ", ")
    }
}

extension PluggedKey {
    fileprivate var need: String {
        provesItself
            ? "\(name) signs its proofs itself" : "The ID of \(name) is read from the key"
    }
}
