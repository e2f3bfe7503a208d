package import LicenseBinding
import VerdictText

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
    fileprivate var width: Int { isPlain ? utf8.count : count }

    fileprivate var trimmedEnd: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
