import ArgumentParser
import CommandLineFront
import HardwareKeys
import LicenseBinding
import USBBus

struct KeysList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the license keys that are plugged in.")

    @OptionGroup var output: OutputOptions

    func run() throws {
        let keys = try Site.keys()
        guard !output.json else {
            return Console.print(JSONObject(["keys": .array(keys.map { .object($0.json) })]))
        }
        guard !keys.isEmpty else {
            return Console.print(
                USBScan.hasUSB
                    ? "No license key is plugged in. Plug one in, or watch: keybound keys watch"
                    : "This machine has no USB, so no license key can be plugged in.")
        }
        let rows = keys.map { key in
            [
                key.id?.description ?? "-", "\(key.entry.maker) \(key.entry.name)".printable,
                key.device.port.description, key.assurance?.rawValue ?? "-", key.state.rawValue,
            ]
        }
        Console.table([["KEY ID", "MODEL", "PORT", "ASSURANCE", "STATE"]] + rows)
        for key in keys {
            guard let reason = key.reason else { continue }
            Console.print("\(key.device.port): \(reason)")
        }
    }
}
