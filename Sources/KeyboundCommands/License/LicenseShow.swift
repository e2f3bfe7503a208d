import ArgumentParser
import CommandLineFront
import HardwareKeys
import LicenseBinding
import LicenseStore
import USBBus

struct LicenseShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a license: what may be used, by whom, and which of its keys are here.")

    @Argument(help: "The license ID.")
    var id: LicenseID

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let store = try store.store()
        let (path, license) = try StoreContents(of: store).license(id)
        guard !output.json else {
            return Console.print(
                JSONObject([
                    "file": .string(path), "issuingKey": .string(license.issuingKey),
                    "claims": .object(license.license.json),
                ]))
        }
        let rows = facts(of: license.license) + [["file", path]]
        Console.table(rows.map { $0.map(\.printable) })
        guard license.binding.mode.hasKeys else { return }
        Console.print()
        showKeys(of: license.binding, among: try await PluggedKeys.found(knownTo: store))
    }

    private func facts(of license: License) -> [[String]] {
        var rows = [
            ["license", license.id.description], ["publisher", license.publisher],
            [
                "product",
                [license.product.id, license.product.name, license.product.edition]
                    .compactMap(\.self).joined(separator: ", "),
            ],
            ["licensee", license.licensee.name], ["issued", Timestamp.text(license.issuedAt)],
        ]
        if let start = license.notBefore { rows.append(["valid from", Timestamp.text(start)]) }
        rows.append(["expires", license.expires.map(Timestamp.text) ?? "never"])
        if let kit = license.kit { rows.append(["kit", kit]) }
        rows += license.features.map { ["feature", $0.text] }
        if let seats = license.seats {
            rows.append(["seats", "\(seats.count) per \(seats.per.rawValue)"])
        }
        rows += license.supersedes.map { ["replaces", $0.description] }
        rows.append(["bound to", license.binding.text])
        if let machine = license.binding.machine {
            rows.append(["machine policy", machine.policy.rawValue])
        }
        guard license.binding.mode.hasKeys else { return rows }
        let grace = license.binding.grace
        return rows + [
            ["keys needed", "\(license.binding.quorum) of \(license.binding.keys.count)"],
            [
                "without the key",
                "running programs \(grace.running.text), starts \(grace.start.text)",
            ],
        ]
    }

    private func showKeys(of binding: Binding, among present: [HardwareKey]) {
        let rows = binding.keys.map { bound in
            let key = present.first { $0.ids.contains(bound.id) }
            let place = key.map { "at \($0.device.port), \($0.state.rawValue)" } ?? "absent"
            return [bound.id.description, bound.role.rawValue, bound.assurance.rawValue, place]
        }
        Console.table([["KEY", "ROLE", "ASSURANCE", "NOW"]] + rows)
    }
}

extension Feature {
    fileprivate var text: String {
        let seats = seats.map { ", \($0) seats" } ?? ""
        return name + seats + (expires.map { ", until \(Timestamp.text($0))" } ?? "")
    }
}
