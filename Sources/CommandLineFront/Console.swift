package import LicenseBinding

/// What a command says: words for a person, one JSON document for a script.
package enum Console {
    package static func print(_ line: String = "") {
        CommandContext.current.write(line + "\n")
    }

    package static func print(_ json: JSONObject) {
        print(JSONValue.object(json).indented)
    }

    /// One document on one line, for streams of them.
    package static func printLine(_ json: JSONObject) {
        print(JSONValue.object(json).compact)
    }

    /// To standard error: what is neither answer nor refusal. Names in it come from anywhere.
    package static func note(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let plain = lines.map { String($0).printable }.joined(separator: "\n")
        CommandContext.current.writeDiagnostics(plain + "\n")
    }

    /// A table whose columns are as wide as their widest cell.
    package static func table(_ rows: [[String]]) {
        guard let columns = rows.first?.count else { return }
        let widths = (0..<columns).map { column in rows.map { $0[column].width }.max() ?? 0 }
        for row in rows {
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.width)
            }
            print(cells.joined(separator: "  ").trimmedEnd)
        }
    }
}

/// A color with a meaning; only terminals see it.
package enum Tone: String {
    case good = "32"
    case bad = "31"
    case attention = "33"

    package func callAsFunction(_ text: String) -> String {
        CommandContext.current.showsColor ? "\u{1b}[\(rawValue)m\(text)\u{1b}[0m" : text
    }
}

extension String {
    /// The text without what steers a terminal or turns its reading direction.
    package var printable: String {
        guard !isPlain, unicodeScalars.contains(where: \.steersTerminal) else { return self }
        var text = UnicodeScalarView()
        for scalar in unicodeScalars { text.append(scalar.steersTerminal ? "\u{fffd}" : scalar) }
        return String(text)
    }

    /// Whether all of it is printable ASCII, as nearly every text is.
    private var isPlain: Bool { utf8.allSatisfy { 0x20..<0x7f ~= $0 } }

    fileprivate var width: Int { isPlain ? utf8.count : count }

    fileprivate var trimmedEnd: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

extension Unicode.Scalar {
    fileprivate var steersTerminal: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
