import ArgumentParser
import CommandLineFront
import HardwareKeys
import LicenseBinding
import LicenseStore
import USBBus
import VerdictText

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
        let keys = license.binding.keys.map { ($0, KeyPlace(of: $0.id, among: present)) }
        guard !output.json else {
            return Console.print(
                JSONObject([
                    "file": .string(path), "issuingKey": .string(license.issuingKey),
                    "claims": .object(license.license.json),
                    "keys": .array(keys.map { .object($0.json(at: $1)) }),
                ]))
        }
        let rows = license.facts + [["file", path]]
        Console.table(rows.map { $0.map(\.printable) })
        guard !keys.isEmpty else { return }
        Console.print()
        Console.table([["KEY", "ROLE", "ASSURANCE", "NOW"]] + keys.map { $0.row(at: $1) })
        for assurance in Set(keys.map(\.0.assurance)).sorted() { Console.print(assurance.text) }
    }
}

extension BoundKey {
    fileprivate func row(at place: KeyPlace) -> [String] {
        [id.text, role.rawValue, assurance.rawValue, place.text]
    }

    fileprivate func json(at place: KeyPlace) -> JSONObject {
        JSONObject([
            "id": .string(id.description), "role": .string(role.rawValue),
            "assurance": .string(assurance.rawValue), "present": place.isPresent,
            "port": .optional(place.port),
            "state": .optional(place.key?.state.rawValue),
        ])
    }
}
