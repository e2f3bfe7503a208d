import ArgumentParser
import CommandLineFront
import HardwareKeys
import LicenseBinding
import USBBus

struct KeysList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the license keys that are plugged in.")

    @Flag(help: "Also FIDO2 keys that no license here is bound to.")
    var all = false

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let found = try await PluggedKeys.all(knownTo: store.store())
        let keys = all ? found : found.filter(\.isOfLicenses)
        guard !output.json else {
            return Console.print(JSONObject(["keys": .array(keys.map { .object($0.json) })]))
        }
        defer { tellOthers(found.count - keys.count) }
        guard !keys.isEmpty else {
            return Console.print(
                !found.isEmpty || USBScan.hasUSB
                    ? "No license key is plugged in. Plug one in, or watch: keybound keys watch"
                    : "This machine has no USB, so no license key can be plugged in.")
        }
        let rows = keys.flatMap { key in
            (key.ids.isEmpty ? ["-"] : key.ids.map(\.description)).map { id in
                [
                    id, key.name.printable, key.device.port.description,
                    key.assurance?.rawValue ?? "-", key.state.rawValue,
                ]
            }
        }
        Console.table([["KEY ID", "MODEL", "PORT", "ASSURANCE", "STATE"]] + rows)
        for key in keys {
            guard let reason = key.reason else { continue }
            Console.print("\(key.device.port): \(reason)")
        }
    }

    private func tellOthers(_ count: Int) {
        guard count > 0 else { return }
        let them = count == 1 ? "A FIDO2 key is" : "\(count) FIDO2 keys are"
        Console.note(
            "\(them) plugged in that no license here is bound to: keybound keys list --all")
    }
}
