import ArgumentParser
import CommandLineFront
import HardwareKeys
import LicenseBinding

struct KeysUdevRules: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "udev-rules",
        abstract: "Print the udev rules that let the group keybound open license keys.",
        discussion: "keybound keys udev-rules > /etc/udev/rules.d/\(UdevRules.fileName)")

    @OptionGroup var output: OutputOptions

    func run() {
        let rules = UdevRules.text(for: .site())
        guard !output.json else {
            return Console.print(
                JSONObject(["file": .string(UdevRules.fileName), "rules": .string(rules)]))
        }
        CommandContext.current.write(rules)
    }
}
