/// Text from a device, made fit for a terminal, a log or a web page.
enum USBText {
    /// A string descriptor holds at most 126 UTF-16 units.
    static let limit = 126

    /// Replaces what could steer a terminal or turn the reading direction; cuts at the limit.
    static func display(_ text: String) -> String {
        var cleaned = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit) {
            cleaned.append(isHarmless(scalar) ? scalar : "\u{FFFD}")
        }
        return String(cleaned)
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F: false
        // Marks, embeddings, overrides and isolates of the bidirectional algorithm.
        case 0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: false
        // Line and paragraph separator.
        case 0x2028...0x2029: false
        default: true
        }
    }
}
