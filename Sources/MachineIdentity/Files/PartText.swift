/// Makes a value that people can read of bytes that a device or a file states.
enum PartText {
    /// The most characters (Unicode scalars) of a value.
    static let limit = 256

    /// The text in one line of bounded length, without control characters and with single spaces;
    /// nothing if nothing is left.
    static func clean(_ text: some StringProtocol, atMost limit: Int = Self.limit) -> String? {
        var clean = String.UnicodeScalarView()
        var room = limit
        for word in text.unicodeScalars.split(whereSeparator: isGap) {
            if !clean.isEmpty {
                guard room > 1 else { break }
                clean.append(" ")
                room -= 1
            }
            let taken = word.prefix(room)
            clean.append(contentsOf: taken.map(shown))
            room -= taken.count
        }
        return clean.isEmpty ? nil : String(clean)
    }

    /// Two texts as one value, none crowding out the other.
    static func joined(_ first: String?, _ second: String?) -> String? {
        let parts = [first, second].compactMap { text in
            text.flatMap { clean($0, atMost: limit / 2 - 1) }
        }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// Spaces, line ends, and the zeros that fill up fields of fixed width.
    private static func isGap(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar == "\0"
    }

    private static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.properties.generalCategory {
        case .control, .format: "\u{FFFD}"
        default: scalar
        }
    }
}
