/// A terminal that shows a text: half blocks, and black on white by an escape sequence.
struct Screen {
    enum Flaw: Error, Hashable {
        case unknown(String)
        case colorsStay, unlikeWidths, noEndOfLine
    }

    struct Colors: Hashable {
        let text: UInt8
        let background: UInt8
    }

    /// Those of its theme.
    let usual: Colors

    static let dark = Screen(usual: Colors(text: 204, background: 16))
    static let light = Screen(usual: Colors(text: 32, background: 250))

    /// What is seen: a character is two pixels, one above the other.
    func shown(_ printed: String) throws -> Bitmap {
        guard printed.hasSuffix("\n") else { throw Flaw.noEndOfLine }
        let lines = printed.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
        let rows = try lines.flatMap(rows)
        let width = rows.first?.count ?? 0
        guard rows.allSatisfy({ $0.count == width }) else { throw Flaw.unlikeWidths }
        return Bitmap(width: width, height: rows.count, pixels: rows.flatMap(\.self))
    }

    private func rows(of line: Substring) throws -> [[UInt8]] {
        var (above, below): ([UInt8], [UInt8]) = ([], [])
        var colors = usual
        var rest = line
        while let character = rest.popFirst() {
            if character == "\u{1b}" {
                let sequence = rest.prefix { $0 != "m" }
                rest = rest.dropFirst(sequence.count + 1)
                colors = try self.colors(by: sequence)
            } else {
                let (upper, lower) = try halves(of: character)
                above.append(upper ? colors.text : colors.background)
                below.append(lower ? colors.text : colors.background)
            }
        }
        guard colors == usual else { throw Flaw.colorsStay }
        return [above, below]
    }

    private func colors(by sequence: Substring) throws -> Colors {
        switch sequence {
        case "[0": usual
        case "[38;5;16;48;5;231": Colors(text: 0, background: 255)
        default: throw Flaw.unknown(String(sequence))
        }
    }

    /// Whether the upper and the lower half have the color of text.
    private func halves(of character: Character) throws -> (Bool, Bool) {
        switch character {
        case "█": (true, true)
        case "▀": (true, false)
        case "▄": (false, true)
        case " ": (false, false)
        default: throw Flaw.unknown(String(character))
        }
    }
}
