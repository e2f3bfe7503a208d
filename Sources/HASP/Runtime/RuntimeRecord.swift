/// One record of the run-time's pages: the text of each member by its name.
package struct RuntimeRecord: Hashable, Sendable {
    package var members: [String: String] = [:]

    subscript(_ name: String) -> String? { members[name] }

    /// A member without the HTML in it.
    func plainText(_ name: String) -> String? {
        members[name].map { text in
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
            return plain.split(separator: " ").joined(separator: " ")
        }
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
