import FoundationEssentials
import HardwareKeys
@testable import KeyboundCommands
import LicenseBinding
import SystemInspection
import TestPublisher
import USBBus

extension PluggedKey {
    /// A key in a port; its node is as the rule wants it.
    static func sample(
        _ state: KeyState = .ready, port: String = "1-4", id: KeyID? = .sample(), device: UInt8 = 4
    ) -> PluggedKey {
        guard let port = USBPortPath(port) else { preconditionFailure("\(port) is no port") }
        return PluggedKey(
            ids: id.map { [$0] } ?? [], name: "Feitian HID dongle",
            model: USBModel(vendorID: 0x096e, productID: 0x0006), port: port,
            address: USBAddress(bus: 1, device: device), state: state,
            path: USBAddress(bus: 1, device: device).node,
            node: DeviceNode(owner: 0, group: 990, mode: 0o660),
            record: UdevRecord(tags: ["uaccess"]))
    }

    func with(_ change: (inout PluggedKey) -> Void) -> PluggedKey {
        var copy = self
        change(&copy)
        return copy
    }
}

extension SystemFacts {
    /// A user of a computer where all is well, and a key is plugged in.
    static func sample(
        _ keys: [PluggedKey] = [.sample()], _ change: (inout SystemFacts) -> Void = { _ in }
    ) -> SystemFacts {
        var facts = SystemFacts()
        facts.keys = keys
        facts.account = Account(user: 1000, groups: [990], name: "anna", firstGroup: 1000)
        facts.groups = [UserGroup(name: "keybound", number: 990, members: ["anna"])]
        facts.ruleFiles = [.current]
        facts.time = TestTime.now
        facts.awake = .seconds(3600)
        change(&facts)
        return facts
    }

    /// Lets a license need a key, or several licenses of these bindings.
    mutating func install(_ bindings: Binding...) {
        store.own = "/state"
        for (index, binding) in bindings.enumerated() {
            let license = License.sample(id: "sample-\(index + 1)", binding: binding)
            store.licenses.append(
                .init(path: "/state/licenses/\(license.id).lic", license: license))
        }
        store.publishers = 1
    }
}

extension RuleFile {
    static var current: RuleFile { named("70-keybound.rules", UdevRules.text(for: .builtIn)) }

    static func named(_ name: String, _ text: String) -> RuleFile {
        RuleFile(path: "/etc/udev/rules.d/" + name, content: .text(text))
    }
}

extension [Finding] {
    var levels: [Finding.Level] { map(\.level) }
    var commands: [String] { flatMap(\.commands) }
}
