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
        let present =
            license.binding.mode.hasKeys ? try await PluggedKeys.found(knownTo: store) : []
        let keys = license.binding.keys.map { key in
            (key, present.first { $0.ids.contains(key.id) })
        }
        guard !output.json else {
            return Console.print(
                JSONObject([
                    "file": .string(path), "issuingKey": .string(license.issuingKey),
                    "claims": .object(license.license.json),
                    "keys": .array(keys.map { .object($0.json(at: $1)) }),
                ]))
        }
        let rows = facts(of: license.license) + [["file", path]]
        Console.table(rows.map { $0.map(\.printable) })
        guard !keys.isEmpty else { return }
        Console.print()
        Console.table([["KEY", "ROLE", "ASSURANCE", "NOW"]] + keys.map { $0.row(at: $1) })
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
}

extension BoundKey {
    /// - Parameter present: the key in its port, if it is there.
    fileprivate func row(at present: HardwareKey?) -> [String] {
        let place = present.map { "at \($0.device.port), \($0.state.rawValue)" } ?? "absent"
        return [id.description, role.rawValue, assurance.rawValue, place]
    }

    fileprivate func json(at present: HardwareKey?) -> JSONObject {
        JSONObject([
            "id": .string(id.description), "role": .string(role.rawValue),
            "assurance": .string(assurance.rawValue), "present": .bool(present != nil),
            "port": .optional(present?.device.port.description),
            "state": .optional(present?.state.rawValue),
        ])
    }
}

extension Feature {
    fileprivate var text: String {
        let seats = seats.map { ", \($0) seats" } ?? ""
        return name + seats + (expires.map { ", until \(Timestamp.text($0))" } ?? "")
    }
}
