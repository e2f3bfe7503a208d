/// What the HASP API says of keys, in XML of which a few words are looked for.
package struct KeyInformation: Equatable, Sendable {
    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// Whether it is something at all.
    var isXML: Bool { text.contains("<") && text.contains(">") }

    /// The numbers of the hardware keys in `<hasp id="2087229556" type="HASP-HL">`; a key that does not say
    /// its type is taken for one.
    package var hardwareKeys: [UInt64] {
        var found: [UInt64] = []
        for part in text.split(separator: "<hasp ").dropFirst(startsWithKey ? 0 : 1) {
            let tag = part.prefix { $0 != ">" }
            let type = Self.attribute("type", of: tag) ?? "HASP-HL"
            guard !type.uppercased().contains("SL"),
                let id = Self.attribute("id", of: tag).flatMap(Self.number),
                id != 0, !found.contains(id)
            else { continue }
            found.append(id)
        }
        return found
    }

    private var startsWithKey: Bool { text.hasPrefix("<hasp ") }

    /// The number in `<haspid>2087229556</haspid>`.
    package var id: UInt64? { element("haspid").flatMap(Self.number) }

    /// The model in `<key_model>Max</key_model>`.
    package var model: String? { element("key_model") }

    private func element(_ name: String) -> String? {
        guard let start = text.firstRange(of: "<\(name)>")?.upperBound,
            let end = text[start...].firstRange(of: "</\(name)>")?.lowerBound
        else { return nil }
        let content = text[start..<end].split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        return content.isEmpty ? nil : content
    }

    private static func attribute(_ name: String, of tag: Substring) -> String? {
        for quote in ["\"", "'"] {
            // The space before keeps out names that end alike.
            guard let start = (" " + tag).firstRange(of: " \(name)=\(quote)")?.upperBound else {
                continue
            }
            return String((" " + tag)[start...].prefix { String($0) != quote })
        }
        return nil
    }

    private static func number(_ text: String) -> UInt64? {
        text.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? UInt64(text) : nil
    }
}
