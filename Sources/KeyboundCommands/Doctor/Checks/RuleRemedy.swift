import HardwareKeys

/// The commands about the udev rule.
enum RuleRemedy {
    static let path = "/etc/udev/rules.d/" + UdevRules.fileName
    static let makeGroup = "sudo groupadd --system keybound"
    static let install = "keybound keys udev-rules | sudo tee \(path)"
    static let apply =
        "sudo udevadm control --reload && sudo udevadm trigger --subsystem-match=usb "
        + "--subsystem-match=hidraw"
    static let startUdev = "sudo systemctl start systemd-udevd"
}
