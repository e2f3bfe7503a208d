import ArgumentParser
import CommandLineFront
import HardwareKeys
import LicenseBinding
import VerdictText

struct KeysCatalog: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog",
        abstract: "List the USB models that are known.",
        discussion: "Your own models go into /etc/keybound/catalog.json, or into the file that "
            + "KEYBOUND_CATALOG names, in the form that --json prints.")

    @OptionGroup var output: OutputOptions

    func run() {
        let entries = KeyCatalog.site().entries
        guard !output.json else {
            return Console.print(
                JSONObject([
                    "format": .string(KeyCatalog.format),
                    "entries": .array(entries.map { .object($0.json) }),
                ]))
        }
        let rows = entries.map { entry in
            [
                entry.model.description, entry.kind.rawValue, "\(entry.maker) \(entry.name)",
                entry.source,
            ]
            .map(\.printable)
        }
        Console.table([["USB", "KIND", "MODEL", "SOURCE"]] + rows)
    }
}

extension CatalogEntry {
    fileprivate var json: JSONObject {
        JSONObject([
            "vendorID": .string(USBNumber.text(model.vendorID)),
            "productID": .string(USBNumber.text(model.productID)), "maker": .string(maker),
            "model": .string(name), "kind": .string(kind.rawValue),
            "driver": kind == .license ? .string(driver.rawValue) : nil,
            "runtime": runtime.map { .string($0) }, "source": .string(source),
            "note": note.map { .string($0) },
        ])
    }
}
