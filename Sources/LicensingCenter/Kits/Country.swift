import Foundation

/// Countries by their ISO 3166-1 codes and the names that people write.
enum Country {
    /// The languages whose names are known.
    private static let languages = [
        "en", "ru", "uk", "be", "kk", "de", "fr", "es", "it", "pt", "pl", "tr", "zh", "ja", "ar",
    ]

    /// Names that no language's list has: the official ones of ISO 3166-1 and those in use.
    private static let others = [
        "russian federation": "RU", "rf": "RU", "рф": "RU", "российская федерация": "RU",
        "united states of america": "US", "usa": "US", "u.s.a.": "US", "u.s.": "US", "сша": "US",
        "great britain": "GB", "uk": "GB", "u.k.": "GB", "england": "GB",
        "united kingdom of great britain and northern ireland": "GB",
        "republic of belarus": "BY", "республика беларусь": "BY", "белоруссия": "BY",
        "republic of kazakhstan": "KZ", "республика казахстан": "KZ",
        "federal republic of germany": "DE", "bundesrepublik deutschland": "DE", "brd": "DE",
        "czech republic": "CZ", "holland": "NL", "the netherlands": "NL",
        "turkey": "TR", "korea, republic of": "KR", "republic of korea": "KR",
        "iran, islamic republic of": "IR", "viet nam": "VN", "republic of moldova": "MD",
        "moldova, republic of": "MD", "syrian arab republic": "SY",
        "people's republic of china": "CN",
        "peoples republic of china": "CN", "prc": "CN", "uae": "AE",
    ]

    private static let codes: [String: String] = {
        var codes = others
        for region in Locale.Region.isoRegions where region.identifier.utf8.count == 2 {
            codes[region.identifier.lowercased()] = region.identifier
        }
        for language in languages {
            let locale = Locale(identifier: language)
            for region in Locale.Region.isoRegions where region.identifier.utf8.count == 2 {
                guard let name = locale.localizedString(forRegionCode: region.identifier)
                else { continue }
                let plain = LicenseeRule.plain(name)
                if codes[plain] == nil { codes[plain] = region.identifier }
            }
        }
        return codes
    }()

    /// The code of a country, or the name itself where it is that of none.
    static func code(of name: String) -> String {
        codes[LicenseeRule.plain(name)] ?? name
    }
}
