package import CenterProtocol
import Foundation

/// Compares whom a kit was sold to with what is typed later, as a person would: case, spaces, quotation marks and the
/// way a country is called make no difference.
package enum LicenseeRule {
    package enum Difference: Hashable, Sendable {
        case missing(field: String)
        case other(field: String)

        package var field: String {
            switch self {
            case .missing(let field), .other(let field): field
            }
        }
    }

    /// The first field of the known data that is not the same; fields that were not known before make no difference.
    package static func difference(
        of given: LicenseeData, from known: LicenseeData
    ) -> Difference? {
        for (name, value) in known.fields where given[name] != value && !plain(value).isEmpty {
            guard let other = given[name], !plain(other).isEmpty else {
                return .missing(field: name)
            }
            let isSame =
                name.lowercased() == "country"
                ? plain(Country.code(of: value)) == plain(Country.code(of: other))
                : plain(value) == plain(other)
            guard isSame else { return .other(field: name) }
        }
        return nil
    }

    /// Compatibility forms (Unicode NFKC) in lower case, with single spaces and without quotation marks.
    static func plain(_ text: String) -> String {
        let folded = text.precomposedStringWithCompatibilityMapping.lowercased()
        let unquoted = folded.unicodeScalars.filter { !quotes.contains($0) }
        return String(String.UnicodeScalarView(unquoted))
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static let quotes = Set("\"'`´«»‹›“”„‟‘’‚‛″′＂＇".unicodeScalars)
}
