import HardwareKeys
import LicenseBinding
import SystemInspection

/// Whether this is a virtual machine or a container, and the license key was passed in.
enum VirtualCheck {
    static func findings(_ facts: SystemFacts) -> [Finding] {
        (container(facts) + machine(facts)).or(.virtual, "no virtual machine and no container")
    }

    private static func container(_ facts: SystemFacts) -> [Finding] {
        guard let kind = facts.surroundings.container else { return [] }
        let shut = facts.keys.filter { $0.needsNode && $0.node == nil }
        if facts.keys.isEmpty, facts.store.needsKey, facts.surroundings.hypervisor == nil {
            return [
                Finding(
                    .virtual, .mend, "a container (\(kind)), and no license key is passed in",
                    why: "Plug the key into the host, and start the container with the option:",
                    ["--device=/dev/bus/usb"])
            ]
        }
        guard !shut.isEmpty else {
            return [.ok(.virtual, "a container (\(kind)); no license key's file is missing")]
        }
        return shut.map { key in
            Finding(
                .virtual, .mend, of: key.subject,
                "a container (\(kind)), and \(key.path) is not passed in",
                why: "\(key.name) has to be opened. Start the container with the option:",
                ["--device=\(key.path)"])
        }
    }

    private static func machine(_ facts: SystemFacts) -> [Finding] {
        guard let hypervisor = facts.surroundings.hypervisor else { return [] }
        let name = Passing.name(hypervisor)
        guard facts.keys.isEmpty, facts.store.needsKey else {
            let state = facts.keys.isEmpty ? "no license needs a key" : "a license key is passed in"
            return [.ok(.virtual, "a virtual machine (\(name)), and \(state)")]
        }
        let passing = Passing(of: model(facts.store.keys), into: hypervisor)
        return [
            Finding(
                .virtual, .mend, "a virtual machine (\(name)), and no license key is passed in",
                why: passing.text, passing.commands)
        ]
    }

    /// What the missing key's model is; HASP keys have the same numbers nearly always.
    private static func model(_ keys: [KeyID]) -> USBModel? {
        switch keys.first {
        case .usb(let vendor, let product, _): USBModel(vendorID: vendor, productID: product)
        case .hasp: USBModel(vendorID: 0x0529, productID: 0x0001)
        case .fido2, nil: nil
        }
    }
}
