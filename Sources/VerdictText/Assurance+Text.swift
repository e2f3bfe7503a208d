package import LicenseBinding

extension Assurance {
    package var sentence: String {
        switch self {
        case .identified: "its ID can be read, and so imitated"
        case .signed: "it signs with a private key that never leaves it"
        }
    }

    /// The word and what it means.
    package var text: String { "\(rawValue): \(sentence)" }
}
