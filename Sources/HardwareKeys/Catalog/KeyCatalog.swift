package import LicenseBinding

/// The USB models that are known, looked up by vendor and product number, never by vendor alone:
/// tokens share vendor numbers with license keys.
package struct KeyCatalog: Sendable {
    /// The most bytes that a catalog file may have.
    package static let limit = 1 << 20
    /// Where the administrator of a computer adds keys.
    package static let standardFile = "/etc/keybound/catalog.json"
    package static let format = "keybound catalog 1"

    private var known: [USBModel: CatalogEntry] = [:]

    package var entries: [CatalogEntry] { known.values.sorted { $0.model < $1.model } }

    package init(parsing file: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: file)
        try claims.require("format", Self.format)
        for claims in try claims.required("entries", claims.list("entries")) {
            let entry = try CatalogEntry(claims)
            guard known.updateValue(entry, forKey: entry.model) == nil else {
                throw .claim("entries", expected: "each model once; \(entry.model) stands twice")
            }
        }
    }

    /// The catalog that Keybound brings.
    package static let builtIn: KeyCatalog = {
        do throws(Defect) {
            return try KeyCatalog(parsing: PackageResources.catalog_json)
        } catch {
            preconditionFailure("the catalog inside the program is broken: \(error)")
        }
    }()

    /// This catalog with the entries of another, which go before its own.
    package func adding(_ other: KeyCatalog) -> KeyCatalog {
        var catalog = self
        catalog.known.merge(other.known) { _, new in new }
        return catalog
    }

    package func entry(of model: USBModel) -> CatalogEntry? {
        known[model]
    }

    /// The entry of a model that is a license key.
    package func licenseKey(_ model: USBModel) -> CatalogEntry? {
        known[model].flatMap { $0.kind == .license ? $0 : nil }
    }
}
