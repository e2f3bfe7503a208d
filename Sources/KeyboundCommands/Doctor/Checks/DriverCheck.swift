import LicenseBinding
import SystemInspection

/// Whether a kernel driver has taken an interface of a license key that it does not know.
enum DriverCheck {
    private static let vendorSpecific: UInt8 = 0xff

    static func findings(_ facts: SystemFacts) -> [Finding] {
        facts.keys.flatMap { key in
            key.interfaces.compactMap { finding($0, key) }
        }.or(.driver, "no kernel driver has a license key")
    }

    private static func finding(_ interface: DeviceInterface, _ key: PluggedKey) -> Finding? {
        guard let driver = interface.driver else { return nil }
        guard driver != "usbfs" else {
            return .ok(.driver, of: interface.name, "a program holds \(key.name) (usbfs)")
        }
        guard interface.classCode == vendorSpecific else {
            return .ok(.driver, of: interface.name, "\(driver) has it, as usual for its class")
        }
        guard key.state == .busy else {
            return .ok(.driver, of: interface.name, "\(driver) has it, and is in nobody's way")
        }
        let path = ShellWord.quoted("/sys/bus/usb/drivers/\(driver)/unbind")
        return Finding(
            .driver, .mend, of: interface.name, "the kernel driver \(driver) has \(key.name)",
            why: "The interface is the maker's own, and no program can use it meanwhile.",
            ["echo \(interface.name) | sudo tee \(path)"])
    }
}
