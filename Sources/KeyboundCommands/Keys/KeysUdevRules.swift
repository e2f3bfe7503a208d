import ArgumentParser
import CommandLineFront
import HardwareKeys

struct KeysUdevRules: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "udev-rules",
        abstract: "Print the udev rules that let the group keybound open license keys.",
        discussion: "keybound keys udev-rules > /etc/udev/rules.d/\(UdevRules.fileName)")

    func run() {
        CommandContext.current.write(UdevRules.text(for: .site()))
    }
}
