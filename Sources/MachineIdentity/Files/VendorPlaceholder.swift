/// What makers leave in a field that they did not fill: the same text on many computers is no
/// identity.
enum VendorPlaceholder {
    private static let texts: Set<String> = [
        "to be filled by o.e.m.", "to be filled by oem", "default string", "not specified",
        "not applicable", "not available", "not defined", "undefined", "unknown", "none", "null",
        "n/a", "na", "o.e.m.", "oem", "empty", "invalid", "system manufacturer",
        "system product name", "base board", "base board manufacturer", "base board product name",
        "type2 - board vendor name1", "type2 - board product name1", "123456789", "0123456789",
    ]

    /// The text, if it tells anything.
    static func removed(from text: String?) -> String? {
        guard let text, !texts.contains(text.lowercased()) else { return nil }
        let fill: Set<Character> = ["0", "x", "X", ".", "-", " "]
        return text.allSatisfy(fill.contains) ? nil : text
    }
}
