import ArgumentParser
import CommandLineFront
import HardwareKeys
import LicenseBinding
import USBBus
import VerdictText

struct KeysShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show all that is known of a plugged-in key.")

    @Argument(help: "The key's ID, or the port that it is plugged into.")
    var id: String

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let keys = try await NamedKey.found(id, in: store.store())
        guard !output.json else {
            return Console.print(JSONObject(["keys": .array(keys.map { .object($0.json) })]))
        }
        keys.forEach(show)
    }

    private func show(_ key: HardwareKey) {
        let device = key.device
        let assurance = key.assurance?.text ?? "none"
        let rows: [[String]] = [
            [
                "key ID",
                key.ids.isEmpty ? "none" : key.ids.map(\.text).joined(separator: ", "),
            ],
            ["model", key.name],
            ["USB", "\(USBModel(of: device)), \(device.speed) speed"],
            [
                "device says",
                [device.manufacturer, device.product].compactMap(\.self).joined(separator: " "),
            ],
            ["serial", device.serialNumber ?? "none"], ["port", key.place],
            ["assurance", assurance], ["state", key.state.rawValue],
        ]
        let known = [
            ("AAGUID", key.model?.description),
            ("presence", key.presence), ("known from", key.entry?.source),
            ("note", key.entry?.note),
        ].compactMap { name, value in value.map { [name, $0] } }
        Console.table((rows + known).map { $0.map(\.printable) })
        if let reason = key.reason { Console.print(reason) }
    }
}
