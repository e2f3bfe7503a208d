import ArgumentParser
import CommandLineFront
import HardwareKeys
import LicenseBinding
import USBBus
import VerdictText

struct KeysList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the license keys that are plugged in.")

    @Flag(
        help: "Also FIDO2 keys that were not enrolled here, and that no license here is bound to.")
    var all = false

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let keys = try await PluggedKeys.found(knownTo: store.store(), all: all)
        guard !output.json else {
            return Console.print(JSONObject(["keys": .array(keys.map { .object($0.json) })]))
        }
        guard !keys.isEmpty else {
            return Console.print(
                USBScan.hasUSB
                    ? "No license key is plugged in. Plug one in, or watch: keybound keys watch"
                        + (all
                            ? "" : "\nFIDO2 keys that are not enrolled: keybound keys list --all")
                    : "This machine has no USB, so no license key can be plugged in.")
        }
        let rows = keys.flatMap { key in
            (key.ids.isEmpty ? ["-"] : key.ids.map(\.text)).map { id in
                [
                    id, key.name.printable, key.place,
                    key.assurance?.rawValue ?? "-", key.state.rawValue,
                ]
            }
        }
        Console.table([["KEY ID", "MODEL", "PORT", "ASSURANCE", "STATE"]] + rows)
        var told: Set<String> = []
        for key in keys {
            guard let reason = key.reason, told.insert(key.place + reason).inserted else {
                continue
            }
            Console.print("\(key.place): \(reason)")
        }
        if keys.contains(where: { !$0.places.isEmpty }) {
            Console.print(
                "Of several HASP and Sentinel keys the run-time does not say which is in which port."
            )
        }
        for assurance in Set(keys.compactMap(\.assurance)).sorted() {
            Console.print(assurance.text)
        }
    }
}
