import HardwareKeys
import LicenseBinding
import SystemInspection

/// What a rule file lacks of the rules for a catalog.
struct RuleGap {
    let models: [CatalogEntry]
    /// Whether a line that all models need is not there.
    let lacksFrame: Bool

    init(of text: String, _ catalog: KeyCatalog) {
        let lines = Set(RuleFile.lines(text))
        let missing = RuleFile.lines(UdevRules.text(for: catalog)).filter { !lines.contains($0) }
        models = catalog.entries.filter { entry in
            missing.contains { Self.line($0, isOf: entry.model) }
        }
        lacksFrame = missing.count > models.count
    }

    var isEmpty: Bool { models.isEmpty && !lacksFrame }

    var text: String {
        let names = models.prefix(5).map { "\($0.model) \($0.name)" }
        let rest = models.count > 5 ? ["\(models.count - 5) more"] : []
        let missing = (names + rest).joined(separator: ", ")
        guard lacksFrame else { return "it lacks \(missing)" }
        return models.isEmpty
            ? "its general lines differ" : "its general lines differ, and it lacks \(missing)"
    }

    private static func line(_ line: String, isOf model: USBModel) -> Bool {
        line.contains("ATTR{idVendor}==\"\(USBNumber.text(model.vendorID))\"")
            && line.contains("ATTR{idProduct}==\"\(USBNumber.text(model.productID))\"")
    }
}
