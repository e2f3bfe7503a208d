import HardwareKeys
@testable import KeyboundCommands
import LicenseBinding
import SystemInspection
import Testing

struct UdevCheckTests {
    private static let text = UdevRules.text(for: .builtIn)
    private let apply =
        "sudo udevadm control --reload && sudo udevadm trigger --subsystem-match=usb "
        + "--subsystem-match=hidraw"
    private let install = "keybound keys udev-rules | sudo tee /etc/udev/rules.d/70-keybound.rules"

    private func finding(
        _ keys: [PluggedKey] = [.sample()], _ change: (inout SystemFacts) -> Void
    ) -> Finding {
        UdevCheck.findings(.sample(keys, change))[0]
    }

    @Test func `a rule that is installed, current and in effect is well`() {
        let findings = UdevCheck.findings(.sample())
        #expect(findings.levels == [.ok])
        #expect(findings[0].found.contains("/etc/udev/rules.d/70-keybound.rules"))
    }

    @Test func `a missing rule or udev matters where a key has to be opened`() {
        for state in [KeyState.ready, .noAccess] {
            let level: Finding.Level = state == .ready ? .advice : .mend
            let rule = finding([.sample(state)]) { $0.ruleFiles = [] }
            #expect(rule.level == level)
            #expect(rule.commands == [install, apply])
            let udev = finding([.sample(state)]) { $0.isUdevRunning = false }
            #expect(udev.level == level)
            #expect(udev.commands == ["sudo systemctl start systemd-udevd"])
        }
        let group = finding { facts in
            facts.ruleFiles = []
            facts.groups = []
        }
        #expect(group.commands == ["sudo groupadd --system keybound", install, apply])
    }

    @Test func `in a container udev is the host's`() {
        func finding(_ state: KeyState) -> Finding {
            self.finding([.sample(state)]) { facts in
                facts.isUdevRunning = false
                facts.surroundings = Surroundings(container: "docker")
            }
        }
        #expect(finding(.ready).level == .ok)
        #expect(finding(.noAccess).level == .mend)
        #expect(finding(.noAccess).commands.isEmpty)
    }

    @Test func `a masked rule is unmasked`() {
        let path = "/etc/udev/rules.d/70-keybound.rules"
        let finding = finding { $0.ruleFiles = [RuleFile(path: path, content: .masked)] }
        #expect(finding.level == .mend)
        #expect(finding.subject == path)
        #expect(finding.commands == ["sudo rm \(path)", install, apply])
    }

    @Test func `a rule that cannot be read is not judged`() {
        let path = "/etc/udev/rules.d/70-keybound.rules"
        let finding = finding { $0.ruleFiles = [RuleFile(path: path, content: .unreadable)] }
        #expect(finding.level == .unknown)
        #expect(finding.commands == ["sudo keybound doctor"])
    }

    @Test func `models that a rule lacks are named`() {
        let old = Self.text.split(separator: "\n")
            .filter { !$0.contains(#""0a89", ATTR{idProduct}=="0002""#) }.joined(separator: "\n")
        let finding = finding { $0.ruleFiles = [.named("60-keybound-keys.rules", old)] }
        #expect(finding.level == .mend)
        #expect(finding.found == "the rule is not current: it lacks 0a89:0002 Guardant ID")
        #expect(
            finding.commands == [
                "keybound keys udev-rules | sudo tee /etc/udev/rules.d/60-keybound-keys.rules",
                apply,
            ])
    }

    @Test func `a model that is commented out is lacking, and comments may differ`() {
        let edited = Self.text.replacing(
            #"ATTR{idVendor}=="0a89""#, with: ##"#ATTR{idVendor}=="0a89""##)
        let lacking = finding { $0.ruleFiles = [.named("70-keybound.rules", edited)] }
        #expect(lacking.found.contains("0a89:0001"))
        #expect(lacking.found.contains("more"))
        let commented = "# ours\n" + Self.text.replacing("# Aktiv", with: "  # A.")
        #expect(finding { $0.ruleFiles = [.named("70-keybound.rules", commented)] }.level == .ok)
    }

    @Test func `general lines that differ are told`() {
        let edited = Self.text.replacing(#"SUBSYSTEM!="usb", "#, with: "")
        let finding = finding { $0.ruleFiles = [.named("70-keybound.rules", edited)] }
        #expect(finding.found == "the rule is not current: its general lines differ")
    }

    @Test func `a rule that comes too late is told, unless another is in time`() {
        let late = RuleFile.named("99-keybound.rules", Self.text)
        let finding = finding { $0.ruleFiles = [late] }
        #expect(finding.level == .mend)
        #expect(finding.found.contains("73-seat-late.rules"))
        #expect(finding.commands.first?.hasPrefix("sudo mv /etc/udev/rules.d/99-") == true)
        #expect(self.finding { $0.ruleFiles = [late, .current] }.level == .ok)
    }

    @Test func `files of others with our name in it are not ours`() {
        let finding = finding { $0.ruleFiles = [.named("80-keybound-x.rules", "SUBSYSTEM==\"x\"")] }
        #expect(finding.found == "no udev rule for license keys is installed")
    }

    @Test func `a group that does not exist makes the rule idle`() {
        let finding = finding { $0.groups = [] }
        #expect(finding.level == .mend)
        #expect(finding.commands == ["sudo groupadd --system keybound", apply])
    }

    @Test(
        arguments: [
            (
                DeviceNode(owner: 0, group: 0, mode: 0o660), ["uaccess"],
                "group 0 instead of keybound"
            ),
            (
                DeviceNode(owner: 0, group: 990, mode: 0o666), ["uaccess"],
                "mode 0666 instead of 0660"
            ),
            (DeviceNode(owner: 0, group: 990, mode: 0o660), ["seat"], "no tag uaccess"),
            (DeviceNode(owner: 0, group: 990, mode: 0o660), nil, "no tag uaccess"),
        ] as [(DeviceNode, Set<String>?, String)])
    func `a key that the right rule has not reached is told`(
        _ node: DeviceNode, _ tags: Set<String>?, _ found: String
    ) {
        let key = PluggedKey.sample().with {
            $0.node = node
            $0.record = tags.map(UdevRecord.init(tags:))
        }
        let finding = finding([key]) { _ in }
        #expect(finding.level == .mend)
        #expect(finding.subject == "1-4")
        #expect(finding.found == "/dev/bus/usb/001/004: \(found)")
        #expect(finding.commands == [apply])
    }

    @Test func `a node that is not there is nothing for udev`() {
        #expect(finding([.sample().with { $0.node = nil }]) { _ in }.level == .ok)
    }
}
