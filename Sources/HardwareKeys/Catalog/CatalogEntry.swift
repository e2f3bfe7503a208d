import LicenseBinding

/// What is known of a USB model.
package struct CatalogEntry: Hashable, Sendable {
    /// What devices of the model are for; only license keys are listed and used.
    package enum Kind: String, CaseIterable, Sendable {
        case license, token, storage, firmware
    }

    /// How the ID of a license key comes to be known.
    package enum Driver: String, CaseIterable, Sendable {
        /// Its USB serial number.
        case serial
        /// The run-time of HASP and Sentinel keys.
        case sentinel
    }

    package let model: USBModel
    package let maker: String
    package let name: String
    package let kind: Kind
    package let driver: Driver
    /// The maker's service that may be at work with the key at any time; such a key is never reset.
    package let runtime: String?
    /// Where the facts come from.
    package let source: String
    package let note: String?

    init(_ claims: Claims) throws(Defect) {
        model = USBModel(
            vendorID: try claims.number("vendorID"), productID: try claims.number("productID"))
        maker = try claims.line("maker")
        name = try claims.line("model")
        kind = try claims.word("kind", Kind.self) ?? .license
        driver = try claims.word("driver", Driver.self) ?? .serial
        runtime = try claims.has("runtime") ? claims.line("runtime") : nil
        source = try claims.line("source")
        note = try claims.has("note") ? claims.line("note") : nil
    }
}

extension Claims {
    fileprivate func number(_ name: String) throws(Defect) -> UInt16 {
        let number = try parsed(name, as: "four hexadecimal digits") { USBNumber.value($0) }
        return try required(name, number)
    }

    /// A text of one line, which may go into a rules file.
    fileprivate func line(_ name: String) throws(Defect) -> String {
        let line = try parsed(name, as: "a text of one line") { text in
            text.unicodeScalars.contains { $0.properties.generalCategory == .control } ? nil : text
        }
        return try required(name, line)
    }
}
