@testable import KeyboundCommands
import LicenseBinding
import SystemInspection
import Testing

struct AccessCheckTests {
    private let group = "sudo groupadd --system keybound"
    private let user = "sudo usermod --append --groups keybound anna"
    private let apply =
        "sudo udevadm control --reload && sudo udevadm trigger --subsystem-match=usb "
        + "--subsystem-match=hidraw"
    private let rule = "keybound keys udev-rules | sudo tee /etc/udev/rules.d/70-keybound.rules"

    private func finding(
        _ node: DeviceNode?, _ state: KeyState = .noAccess,
        _ change: (inout SystemFacts) -> Void = { _ in }
    ) -> Finding {
        AccessCheck.findings(.sample([.sample(state, id: nil).with { $0.node = node }], change))[0]
    }

    private let plain = DeviceNode(owner: 0, group: 0, mode: 0o664)
    private let ruled = DeviceNode(owner: 0, group: 990, mode: 0o660)

    @Test(arguments: [KeyState.ready, .needsRuntime, .anonymous, .duplicateID, .unenrolled])
    func `a key that need not be opened needs no right`(_ state: KeyState) {
        #expect(finding(plain, state).level == .ok)
        #expect(finding(nil, state).level == .ok)
    }

    @Test func `no key, nothing to open`() {
        #expect(AccessCheck.findings(.sample([])).levels == [.ok])
    }

    @Test func `without the rule, the rule is named`() {
        let finding = finding(plain)
        #expect(finding.level == .mend)
        #expect(finding.found.contains("/dev/bus/usb/001/004 (root:0 0664)"))
        #expect(finding.why.contains("/etc/udev/rules.d/70-keybound.rules"))
        #expect(finding.commands == [rule, apply])
    }

    @Test func `a group that does not exist is made first`() {
        let finding = finding(plain, .noAccess) { $0.groups = [] }
        #expect(finding.commands == [group, rule, apply, user, "newgrp keybound"])
    }

    @Test func `a group right without writing is as good as none`() {
        #expect(finding(DeviceNode(owner: 0, group: 990, mode: 0o640)).commands == [rule, apply])
    }

    @Test func `a user who is not in the group joins it`() {
        let finding = finding(ruled) {
            $0.account = Account(user: 1001, groups: [1001], name: "bob", firstGroup: 1001)
        }
        #expect(
            finding.commands
                == ["sudo usermod --append --groups keybound bob", "newgrp keybound"])
    }

    @Test(arguments: [nil, "a b; rm"])
    func `a name that is no name goes into no command`(_ name: String?) {
        let finding = finding(ruled) { $0.account = Account(user: 1001, groups: [], name: name) }
        #expect(finding.commands.first?.hasSuffix(name == nil ? #""$USER""# : "'a b; rm'") == true)
    }

    @Test func `a user who joined after this session began logs in again`() {
        let finding = finding(ruled) {
            $0.account = Account(user: 1000, groups: [1000], name: "anna", firstGroup: 1000)
        }
        #expect(finding.level == .mend)
        #expect(finding.commands == ["newgrp keybound"])
        #expect(finding.why.contains("log in again"))
    }

    @Test func `the first group of a user counts as well`() {
        let finding = finding(ruled) {
            $0.account = Account(user: 1001, groups: [1], name: "bob", firstGroup: 990)
        }
        #expect(finding.commands == ["newgrp keybound"])
    }

    @Test func `the access list is shown and counts`() {
        let list = AccessList([.init(.owner, 6), .init(.user(1000), 6), .init(.mask, 6)])
        let node = DeviceNode(owner: 0, group: 0, mode: 0o660, list: list)
        #expect(finding(node, .busy).level == .ok)
        let other = finding(node) { $0.account = Account(user: 7, groups: []) }
        #expect(other.found.contains("0660, user:1000:rw-)"))
        #expect(!other.found.contains("mask"))
    }

    @Test func `a refusal in spite of the rights has another cause`() {
        let finding = finding(ruled)
        #expect(finding.level == .mend)
        #expect(finding.why.contains("security module"))
        #expect(finding.commands.first == "keybound doctor")
    }

    @Test func `a node that is not there is told`() {
        let finding = finding(nil)
        #expect(finding.level == .mend)
        #expect(finding.found == "/dev/bus/usb/001/004 is not there")
    }
}
