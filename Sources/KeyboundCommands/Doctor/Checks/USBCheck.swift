import SystemInspection

/// Whether the kernel has USB at all.
enum USBCheck {
    static func findings(_ facts: SystemFacts) -> [Finding] {
        if !facts.hasUSB { return [absent(facts)] }
        if let problem = facts.scanProblem {
            return [
                Finding(
                    .usb, .mend, problem,
                    why: "Without a list of the USB devices no license key is found.",
                    ["lsusb", "ls -l /dev/bus/usb"])
            ]
        }
        return [.ok(.usb, "USB is there; devices: \(facts.devices.count)")]
    }

    private static func absent(_ facts: SystemFacts) -> Finding {
        let isVirtual = facts.surroundings != .init()
        return Finding(
            .usb, facts.store.needsKey ? .mend : .advice, "the kernel shows no USB",
            why: "No license key can be plugged in."
                + (isVirtual && facts.store.needsKey
                    ? " A USB controller has to be passed in: see the check virtual." : ""),
            isVirtual ? [] : ["sudo modprobe xhci_pci"])
    }
}
