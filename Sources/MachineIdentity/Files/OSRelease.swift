/// The format of os-release(5): assignments as a shell reads them, with nothing expanded.
enum OSRelease {
    /// The value of each variable; the last assignment counts.
    static func assignments(in lines: [Substring]) -> [String: String] {
        var values: [String: String] = [:]
        for line in lines {
            let line = line.drop(while: \.isWhitespace)
            guard let sign = line.firstIndex(of: "="), line.first != "#" else { continue }
            values[String(line[..<sign])] = value(of: line[line.index(after: sign)...])
        }
        return values
    }

    private static func value(of text: Substring) -> String {
        switch text.first {
        case "'": String(text.dropFirst().prefix { $0 != "'" })
        case "\"": unescaped(text.dropFirst(), until: { $0 == "\"" })
        default: unescaped(text, until: \.isWhitespace)
        }
    }

    /// The text up to a character with no backslash before it, without the backslashes.
    private static func unescaped(
        _ text: Substring, until isEnd: (Character) -> Bool
    ) -> String {
        var value = ""
        var isEscaped = false
        for character in text {
            if !isEscaped, isEnd(character) { break }
            if !isEscaped, character == "\\" {
                isEscaped = true
                continue
            }
            value.append(character)
            isEscaped = false
        }
        return value
    }
}
