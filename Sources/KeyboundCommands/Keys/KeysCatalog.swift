import ArgumentParser
import CommandLineFront
import HardwareKeys
import LicenseBinding

struct KeysCatalog: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog",
        abstract: "List the USB models that are known.",
        discussion: """
            Your own models go into /etc/keybound/catalog.json, in the form of this example:
              {"format": "keybound catalog 1", "entries": [{"vendorID": "1bc0", "productID": "8101",
               "maker": "Senselock", "model": "Elite", "kind": "license", "source": "our keys"}]}
            """)

    @OptionGroup var output: OutputOptions

    func run() {
        let entries = KeyCatalog.site().entries
        guard !output.json else {
            return Console.print(JSONObject(["entries": .array(entries.map { .object($0.json) })]))
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
            "source": .string(source), "note": note.map { .string($0) },
        ])
    }
}
