import PlainHTTP

/// One record of the run-time's pages: the beginning of each member that says something of a key.
package struct RuntimeRecord: Hashable, Sendable {
    /// The members that are read; what else a page has is for its readers in browsers.
    private static let names: Set<String> = [
        "haspid", "typ", "configuration", "isloc", "loc", "ip", "det", "detached", "cnt",
    ]
    /// More than any of these members has. What is read of a hostile one stays short.
    private static let longest = 256

    private var members: [String: String] = [:]

    /// Of two members of one name the first counts.
    mutating func add(_ name: String, _ value: ArraySlice<UInt8>) {
        guard Self.names.contains(name), members[name] == nil else { return }
        members[name] = String(decoding: value.prefix(Self.longest), as: UTF8.self)
    }

    /// Whether it ends a list of records.
    var isLast: Bool { members["cnt"] != nil && members["haspid"] == nil }

    /// A member without the HTML in it, and with single spaces.
    func plainText(_ name: String) -> String? {
        members[name].map { text in
            let isPlain = text.utf8.allSatisfy { !"<&".utf8.contains($0) }
            return (isPlain ? text : Self.withoutHTML(text)).split(separator: " ")
                .joined(separator: " ")
        }
    }

    private static func withoutHTML(_ text: String) -> String {
        var isInTag = false
        var plain = ""
        for character in text.replacing("&nbsp;", with: " ").replacing("&amp;", with: "&") {
            switch character {
            case "<":
                isInTag = true
                plain += " "
            case ">" where isInTag: isInTag = false
            default: if !isInTag { plain.append(character) }
            }
        }
        return plain
    }

    /// Whether a member says yes, as some version or other spells it.
    func isTrue(_ name: String) -> Bool? {
        switch members[name]?.lowercased() {
        case "1", "true", "yes": true
        case "", "0", "false", "no": false
        case nil, _?: nil
        }
    }

    /// A number in decimal digits, or in hexadecimal ones after `0x`.
    func number(_ name: String) -> UInt64? {
        guard let text = plainText(name) else { return nil }
        let isHexadecimal = text.hasPrefix("0x") || text.hasPrefix("0X")
        let digits = isHexadecimal ? text.dropFirst(2) : text[...]
        // A sign is no digit, and the conversion would take it.
        guard digits.utf8.allSatisfy(\.isHexadecimalDigit) else { return nil }
        return UInt64(digits, radix: isHexadecimal ? 16 : 10)
    }
}
