import Foundation

/// Countries as a list to choose from: ISO 3166-1 codes with their names in English and in the person's language.
enum Countries {
    static let all: [(code: String, name: String)] = {
        let own = Locale.current
        let english = Locale(identifier: "en")
        return Locale.Region.isoRegions.map(\.identifier).filter { $0.utf8.count == 2 }
            .compactMap { code in
                let name =
                    own.localizedString(forRegionCode: code)
                    ?? english.localizedString(forRegionCode: code)
                return name.map { (code, $0) }
            }
            .sorted { $0.name < $1.name }
    }()

    /// Those whose code or name begins so, in either language.
    static func beginning(_ text: String) -> [(code: String, name: String)] {
        let wanted = text.lowercased()
        let english = Locale(identifier: "en")
        let exact = all.filter { $0.code.lowercased() == wanted || $0.name.lowercased() == wanted }
        guard exact.isEmpty else { return exact }
        return all.filter { country in
            country.name.lowercased().hasPrefix(wanted)
                || english.localizedString(forRegionCode: country.code)?.lowercased()
                    .hasPrefix(wanted) == true
        }
    }
}
