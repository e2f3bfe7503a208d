extension String {
    /// The text without what steers a terminal or turns its reading direction.
    package var printable: String {
        guard !isPlain, unicodeScalars.contains(where: \.steersTerminal) else { return self }
        var text = UnicodeScalarView()
        for scalar in unicodeScalars { text.append(scalar.steersTerminal ? "\u{fffd}" : scalar) }
        return String(text)
    }

    /// Whether all of it is printable ASCII, as nearly every text is.
    package var isPlain: Bool { utf8.allSatisfy { 0x20..<0x7f ~= $0 } }
}

extension Unicode.Scalar {
    fileprivate var steersTerminal: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
