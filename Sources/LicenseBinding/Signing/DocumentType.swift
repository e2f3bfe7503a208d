/// The kinds of signed documents, by their `typ` header.
package enum DocumentType: String, CaseIterable, Sendable {
    case license = "license+jwt"
    case issuer = "issuer+jwt"
    case revocations = "revocations+jwt"
    case catalog = "catalog+jwt"
    case time = "time+jwt"
    case audit = "audit+jwt"
    case sealing = "sealing+jwt"
    case request = "request+jwt"
    case answer = "answer+jwt"
    case phone = "phone+jwt"
    case seat = "seat+jwt"

    /// The most bytes that a document of this kind may have.
    package var limit: Int {
        switch self {
        case .license: 256 * 1024
        case .issuer, .time, .audit, .sealing, .phone, .seat: 8 * 1024
        case .request: 1024 * 1024
        case .revocations: 16 * 1024 * 1024
        // A license and a revocation list.
        case .answer: 24 * 1024 * 1024
        case .catalog: 4 * 1024 * 1024
        }
    }
}

extension DocumentType {
    /// What a file says it is; nothing of it is verified.
    package init?(claimedBy file: [UInt8]) {
        let header = file.prefix { $0 != UInt8(ascii: ".") }
        // What cannot be read has no type; whoever reads it as one then says why it is none.
        guard let bytes = Base64URL.decode(header), let claims = try? Claims(parsing: bytes),
            let type = try? claims.string("typ")
        else { return nil }
        self.init(rawValue: type)
    }
}
