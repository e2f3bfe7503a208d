/// The kinds of signed documents, by their `typ` header.
package enum DocumentType: String, CaseIterable, Sendable {
    case license = "license+jwt"
    case issuer = "issuer+jwt"
    case revocations = "revocations+jwt"

    /// The most bytes that a document of this kind may have.
    package var limit: Int {
        switch self {
        case .license: 256 * 1024
        case .issuer: 8 * 1024
        case .revocations: 16 * 1024 * 1024
        }
    }
}
